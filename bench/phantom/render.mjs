// Rendering of phantom sections by one thread, at several pixel sizes: megapixels per second of processor
// time (user and system, so that waiting for other programs does not count). Windows of 2048² px all over a
// coronal section of the `demo` brain: those that hold nothing but tissue, and the whole section with its
// slide. Bar: 10 MP/s at 2 µm per pixel within tissue. The last line is that number.
import { phantomPresets, renderWindow } from "@cytonet/phantom";
import { keepResult } from "../shared/pairs.mjs";
import { modelledSections } from "../shared/phantomSections.mjs";

const WINDOW_PX = Number(process.env.WINDOW_PX ?? 2048);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const [{ model }] = modelledSections(phantomPresets.demo, { confounds: "mild", pixelUm: 2 });
const { widthUm, heightUm } = model.tissue;

function megapixelsPerSecond(windows, pixelUm) {
  const render = (xPx, yPx, sizePx) =>
    renderWindow(model, { xPx, yPx, widthPx: sizePx, heightPx: sizePx }, pixelUm);
  for (const [x, y, size] of windows.slice(0, 2)) render(x, y, size);
  const start = process.cpuUsage();
  let pixels = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [x, y, size] of windows) pixels += render(x, y, size).length;
  }
  const { user, system } = process.cpuUsage(start);
  return pixels / (user + system);
}

/** Squares of the section; with `tissue` only those whose pixels are nearly all darker than the slide. */
function squares(pixelUm, tissue) {
  const size = Math.min(WINDOW_PX, Math.floor(Math.min(widthUm, heightUm) / pixelUm / 4));
  const found = [];
  for (let y = 0; y + size <= heightUm / pixelUm; y += size) {
    for (let x = 0; x + size <= widthUm / pixelUm; x += size) {
      const coarse = (px) => Math.round((px * pixelUm) / 64);
      const side = Math.max(1, coarse(size));
      const look = renderWindow(model, { xPx: coarse(x), yPx: coarse(y), widthPx: side, heightPx: side }, 64);
      const dark = look.reduce((count, grey) => count + (grey < 225 ? 1 : 0), 0) / look.length;
      if (!tissue || dark > 0.8) found.push([x, y, size]);
    }
  }
  return found.filter((_, i) => i % Math.ceil(found.length / 16) === 0);
}

const rates = {};
for (const pixelUm of [1, 2, 4, 8, 16]) {
  const inTissue = megapixelsPerSecond(squares(pixelUm, true), pixelUm);
  const overall = megapixelsPerSecond(squares(pixelUm, false), pixelUm);
  rates[pixelUm] = { inTissue, overall };
  console.log(
    `${String(pixelUm).padStart(3)} um/px  tissue ${inTissue.toFixed(1)} MP/s  whole slide ${overall.toFixed(1)} MP/s`,
  );
}
await keepResult("phantom-render", { windowPx: WINDOW_PX, megapixelsPerSecond: rates });
console.log(`${rates[2].inTissue.toFixed(1)} MP/s per core at 2 um/px`);
