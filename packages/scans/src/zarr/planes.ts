import { ScanError } from "../errors.js";
import type { Multiscale } from "./ngff.js";

/** Which samples of an array make the picture: the axes of the plane, and the indices of the others. */
export interface PlaneChoice {
  readonly xAxis: number;
  readonly yAxis: number;
  /** Index along every axis; those of x and y are 0. One list for grey, three or four for RGB(A). */
  readonly places: readonly (readonly number[])[];
}

const rgb = ["FF0000", "00FF00", "0000FF"];

/**
 * The plane to read from an image of more than two axes.
 *
 * Axes of length 1 need no choice. A channel axis of three (or four) is RGB (or RGBA) and becomes grey where the
 * channels' colours are red, green and blue, or where the samples are bytes and no colours are stated. Of any other
 * axis one index has to be named.
 *
 * @param asked indices by axis name, such as `{ z: 3 }`
 * @throws ScanError `corrupt` where x or y is missing, `request` where an index is missing or outside
 */
export function choosePlane(
  { path, axes, channelColours }: Multiscale,
  shape: readonly number[],
  bitDepth: number,
  asked: Readonly<Record<string, number>>,
): PlaneChoice {
  const fail = (kind: "corrupt" | "request", problem: string, remedy: string): never => {
    throw new ScanError({ kind, path, problem, remedy });
  };
  const names = axes.map(({ name }) => name);
  if (axes.length !== shape.length) {
    fail("corrupt", `it has ${axes.length} axes and arrays of ${shape.length}`, "Export the scan again");
  }
  const [xAxis, yAxis] = [names.indexOf("x"), names.indexOf("y")];
  if (xAxis < 0 || yAxis < 0)
    fail("corrupt", `its axes are ${names.join(", ")}`, "Name the axes of the plane x and y");
  for (const name of Object.keys(asked)) {
    if (!names.includes(name) || name === "x" || name === "y") {
      fail("request", `there is no axis ${name} to choose from (axes: ${names.join(", ")})`, "Leave it out");
    }
  }
  const place = shape.map(() => 0);
  let colour: { readonly axis: number; readonly count: number } | undefined;
  shape.forEach((size, axis) => {
    if (axis === xAxis || axis === yAxis) return;
    const name = names[axis]!;
    const index = asked[name];
    if (index !== undefined) {
      if (!Number.isInteger(index) || index < 0 || index >= size) {
        fail("request", `${name} is ${index}`, `Give an index from 0 to ${size - 1}`);
      }
      place[axis] = index;
    } else if (size > 1) {
      const coloured = channelColours?.slice(0, 3).join() === rgb.join() && channelColours.length === size;
      const bare = channelColours === undefined && bitDepth === 8;
      if (name !== "c" || size > 4 || size < 3 || !(coloured || bare)) {
        fail(
          "request",
          `its axis ${name} has ${size} planes`,
          `Choose one: an index of ${name} from 0 to ${size - 1}`,
        );
      }
      colour = { axis, count: size };
    }
  });
  if (colour === undefined) return { xAxis, yAxis, places: [place] };
  const { axis, count } = colour as { axis: number; count: number };
  const places = Array.from({ length: count }, (_, c) => place.map((index, i) => (i === axis ? c : index)));
  return { xAxis, yAxis, places };
}
