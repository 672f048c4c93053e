import { expect, it } from "vitest";
import { WaitMeter } from "../../src/pretraining/waitMeter.js";

it("tells the share of the time spent waiting, by lap and in all, without the wait for the first batch", async () => {
  let now = 0;
  const meter = new WaitMeter(() => now);
  const wait = (ms: number) =>
    meter.during(async () => {
      now += ms;
    });
  expect(meter.total()).toBeNull();
  await wait(5000);
  now += 800;
  await wait(200);
  expect(meter.lap()).toEqual({ seconds: 1, dataWait: 0.2 });
  await wait(0);
  now += 1000;
  expect(meter.lap()).toEqual({ seconds: 1, dataWait: 0 });
  expect(meter.total()).toBe(0.1);
});
