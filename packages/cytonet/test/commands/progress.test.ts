import { describe, expect, it } from "vitest";
import { clock, createDisplay, progressLine } from "../../src/commands/progress.js";

function screen(isTTY: boolean) {
  let time = 0;
  let text = "";
  const sink = { isTTY, columns: 40, write: (part: string) => (text += part) };
  const display = createDisplay(sink, () => time);
  return { display, wait: (ms: number) => (time += ms), text: () => text };
}

describe("progress", () => {
  it("is a line every ten seconds, at the start and at the end, where there is no terminal", () => {
    const { display, wait, text } = screen(false);
    for (let done = 0; done <= 100; done++) {
      display.progress({ stage: "embed", done, total: 100 });
      wait(250);
    }
    const lines = text().trimEnd().split("\n");
    expect(lines.map((line) => line.split("  ")[1])).toEqual(["0/100", "40/100", "80/100", "100/100"]);
  });

  it("redraws one line on a terminal, at most ten times a second, never wider than it", () => {
    const { display, wait, text } = screen(true);
    for (let done = 0; done < 100; done++) {
      display.progress({ stage: "embed", done, total: 1000, note: "x".repeat(80) });
      wait(10);
    }
    display.end();
    const draws = text().split("\r").slice(1);
    expect(draws).toHaveLength(10);
    expect(text().endsWith("\n")).toBe(true);
    for (const draw of draws) expect(draw.replace("\u001b[2K", "").trimEnd().length).toBeLessThan(40);
  });

  it("makes way for log lines", () => {
    const { display, text } = screen(true);
    display.progress({ stage: "embed", done: 1, total: 2 });
    display.log("a section failed");
    expect(text().endsWith("\r\u001b[2Ka section failed\n")).toBe(true);
  });

  it("tells share, time and what is left", () => {
    const line = progressLine({ stage: "pretrain", done: 25, total: 100, note: "loss 3.2" }, 60_000);
    expect(line).toBe("pretrain  25/100  25 %  1:00, 3:00 left  loss 3.2");
    expect(progressLine({ stage: "read", done: 5 }, 0)).toBe("read  5");
    expect(clock(3_725_000)).toBe("1:02:05");
  });
});
