import { describe, expect, it } from "vitest";
import { referencePython, runReference } from "../reference/reference.mjs";

describe.skipIf(!referencePython())("the Python reference", () => {
  it("imports torch and takes JSON through it", () => {
    const program = `
import json, sys
import torch
print("a line that is not the answer")
print(json.dumps({"sum": torch.tensor(json.load(sys.stdin)).sum().item(), "args": sys.argv[1:]}))`;
    expect(runReference(program, [1, 2, 3.5], { args: ["x"] })).toEqual({ sum: 6.5, args: ["x"] });
  });

  it("reports what the program said when it fails, or prints no answer", () => {
    expect(() => runReference("raise ValueError('no such section')")).toThrow(/ValueError: no such section/);
    expect(() => runReference("print('done')")).toThrow(/no JSON on its last line: done/);
  });
});
