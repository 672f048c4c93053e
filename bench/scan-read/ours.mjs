// Reads windows through our scans, one process: answers each line of JSON with the seconds that it took.
import { createInterface } from "node:readline";
import { openScan } from "@cytonet/scans";

for await (const line of createInterface({ input: process.stdin })) {
  const { path, windows, side, factor } = JSON.parse(line);
  const scan = await openScan(path, { pixelSizeXUm: 1, pixelSizeYUm: 1 });
  const start = performance.now();
  let check = 0;
  for (const [xPx, yPx] of windows) {
    const { data } = await scan.read({ xPx, yPx, widthPx: side, heightPx: side }, factor);
    check += data[0] + data.at(-1);
  }
  const seconds = (performance.now() - start) / 1000;
  await scan.close();
  process.stdout.write(`${JSON.stringify({ seconds, check })}\n`);
}
