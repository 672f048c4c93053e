import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CandidateError, LibtorchNotFoundError } from "../../src/libtorch/errors.js";
import { inspectFolder } from "../../src/libtorch/inspect.js";
import type { Place } from "../../src/libtorch/locate.js";
import type { LibtorchSource } from "../../src/libtorch/record.js";
import { obtainLibtorch } from "../../src/libtorch/setup.js";
import { makeTorch, temporaryFolder } from "./fixtures.js";

const folder = temporaryFolder();
const torch = makeTorch(join(folder, "torch"), { version: "2.13.0" });

/** A place that is empty until `fill` is called. */
function place(source: LibtorchSource, filled = false) {
  const state = { filled, looked: 0 };
  const look = () => {
    state.looked++;
    if (state.filled) return inspectFolder(torch, source);
    throw new CandidateError(`nothing in ${source}.`, `fill ${source}`);
  };
  const fill = async () => {
    state.filled = true;
  };
  return { fill, place: { what: `the ${source} place`, source, look } satisfies Place, state };
}

describe("obtainLibtorch", () => {
  it("takes the first that serves and looks no further", async () => {
    const [first, second, third] = [place("python"), place("pinned", true), place("debian", true)];
    const found = await obtainLibtorch(
      () => {},
      [first.place, second.place, third.place],
      () => undefined,
    );
    expect(found.source).toBe("pinned");
    expect([first.state.looked, second.state.looked, third.state.looked]).toEqual([1, 1, 0]);
  });

  it("fills an empty place when its turn comes, even when a later one would serve as it is", async () => {
    const [pinned, debian] = [place("pinned"), place("debian", true)];
    const installers = ({ source }: Place) => (source === "pinned" ? pinned.fill : undefined);
    const found = await obtainLibtorch(() => {}, [pinned.place, debian.place], installers);
    expect(found.source).toBe("pinned");
  });

  it("goes on to the next place when an installation fails", async () => {
    const installers = ({ source }: Place) =>
      source === "pinned"
        ? async () => {
            throw new CandidateError("pip has no network.", "check it");
          }
        : undefined;
    const said: string[] = [];
    const order = [place("pinned").place, place("debian", true).place];
    const found = await obtainLibtorch((line) => said.push(line), order, installers);
    expect(found.source).toBe("debian");
    expect(said.join()).toContain("pip has no network.");
  });

  it("lists everything that was tried, with every remedy, in one error", async () => {
    const order = [place("python").place, place("pinned").place, place("debian").place];
    const failing = async () => {
      throw new CandidateError("no rights.", "become root");
    };
    const attempt = obtainLibtorch(
      () => {},
      order,
      ({ source }) => (source === "debian" ? failing : undefined),
    );
    const error = await attempt.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LibtorchNotFoundError);
    expect((error as Error).message.split("\n")).toEqual([
      "No usable libtorch. Tried, in this order:",
      "  1. the python place: nothing in python.",
      "     Remedy: fill python",
      "  2. the pinned place: nothing in pinned.",
      "     Remedy: fill pinned",
      "  3. the debian place: no rights.",
      "     Remedy: become root",
    ]);
  });

  it("passes on errors that are no verdict on a place", async () => {
    const broken: Place = {
      what: "a broken disk",
      source: "pinned",
      look: () => {
        throw new Error("EIO");
      },
    };
    await expect(
      obtainLibtorch(
        () => {},
        [broken],
        () => undefined,
      ),
    ).rejects.toThrow("EIO");
  });
});

describe("the set-up command", () => {
  const command = join(import.meta.dirname, "../../dist/libtorch/setup.js");
  const run = (args: string[], env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, [command, ...args], { encoding: "utf8", env: { ...process.env, ...env } });

  it("ends with status 1 and a remedy when $LIBTORCH names nothing", () => {
    const { status, stderr, stdout } = run([], { LIBTORCH: join(folder, "nowhere") });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/\$LIBTORCH .*nowhere.*does not hold[\s\S]*Remedy: Name a folder/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("refuses options that it does not have", () => {
    expect(run(["--jsno"], {})).toMatchObject({ status: 2, stderr: expect.stringContaining("--jsno") });
  });
});
