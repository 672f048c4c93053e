import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readGiftiSurface } from "../../src/preparation/giftiSurface.js";
import { importSurface } from "../../src/preparation/importSurface.js";

const dir = mkdtempSync(join(tmpdir(), "cytonet-surface-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// A tetrahedron of 10 mm.
const vertices = [0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 10];
const triangles = [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3];

interface Parts {
  readonly points?: readonly number[];
  readonly faces?: readonly number[];
  readonly encoding?: "ASCII" | "Base64Binary" | "GZipBase64Binary" | "ExternalFileBinary";
  readonly dim1?: number;
  readonly end?: string;
}

function array(
  intent: string,
  type: string,
  values: readonly number[],
  { encoding = "ASCII", dim1 = 3 }: Parts,
) {
  const raw = Buffer.from((type.includes("INT") ? Int32Array : Float32Array).from(values).buffer);
  const data = {
    ASCII: values.join(" "),
    Base64Binary: raw.toString("base64"),
    GZipBase64Binary: deflateSync(raw).toString("base64"),
    ExternalFileBinary: "",
  }[encoding];
  return `<DataArray Intent="NIFTI_INTENT_${intent}" DataType="NIFTI_TYPE_${type}" ArrayIndexingOrder="RowMajorOrder"
    Dimensionality="2" Dim0="${Math.ceil(values.length / dim1)}" Dim1="${dim1}" Encoding="${encoding}" Endian="LittleEndian">
    <CoordinateSystemTransformMatrix><DataSpace><![CDATA[NIFTI_XFORM_SCANNER_ANAT]]></DataSpace></CoordinateSystemTransformMatrix>
    <Data>${data}</Data></DataArray>`;
}

let count = 0;
function written(parts: Parts): string {
  const { points = vertices, faces = triangles, end = "</GIFTI>" } = parts;
  const file = join(dir, `${count++}.surf.gii`);
  const arrays = [
    points.length === 0 ? "" : array("POINTSET", "FLOAT32", points, parts),
    array("TRIANGLE", "INT32", faces, parts),
  ];
  writeFileSync(file, `<?xml version="1.0"?>\n<GIFTI Version="1.0">${arrays.join("\n")}${end}`);
  return file;
}

describe("surfaces of other software", () => {
  it("are read as text, base64 and compressed base64 alike", async () => {
    for (const encoding of ["ASCII", "Base64Binary", "GZipBase64Binary"] as const) {
      const { verticesMm, triangles: faces, dataSpace } = await readGiftiSurface(written({ encoding }));
      expect([...verticesMm]).toEqual(vertices);
      expect([...faces]).toEqual(triangles);
      expect(dataSpace).toBe("NIFTI_XFORM_SCANNER_ANAT");
    }
  });

  it("go to external/BRAIN, with space, counts and box beside them", async () => {
    const file = written({});
    const imported = await importSurface({ dir }, { id: "B01" }, file, false);
    expect(imported).toMatchObject({
      space: "brain:B01",
      vertices: 4,
      triangles: 4,
      greatestMm: [10, 10, 10],
    });
    const path = join(dir, imported.surface);
    expect(readFileSync(path).equals(readFileSync(file))).toBe(true);
    expect(JSON.parse(readFileSync(`${path}.json`, "utf8"))).toEqual(imported);
  });

  it.each<[string, Parts, RegExp]>([
    ["without points", { points: [] }, /holds no NIFTI_INTENT_POINTSET/],
    ["with a vertex that is no number", { points: [...vertices.slice(0, 11), Number.NaN] }, /vertex 3 .*NaN/],
    ["with a triangle of a vertex that is not there", { faces: [0, 1, 4] }, /triangle 0 names vertex 4 of 4/],
    ["with a triangle of two corners", { faces: [0, 2, 1, 3, 3, 1] }, /triangle 1 names vertex 3 twice/],
    ["with a missing value", { faces: [0, 1, 2, 3] }, /holds 4 values and its dimensions say 6/],
    ["of four columns", { dim1: 4 }, /not a table of three columns/],
    ["whose data lie elsewhere", { encoding: "ExternalFileBinary" }, /encoding ExternalFileBinary/],
    ["that breaks off", { end: "" }, /breaks off/],
    ["in micrometres", { points: vertices.map((mm) => mm * 1000) }, /reaches over 10000.* millimetres/],
  ])("are refused %s, naming file and remedy", async (_, parts, message) => {
    const file = written(parts);
    const error = await importSurface({ dir }, { id: "B02" }, file, false).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "DataError", message: expect.stringMatching(message) });
    const [problem] = (error as { problems: { file: string; remedy: string }[] }).problems;
    expect(problem).toMatchObject({ file, remedy: expect.stringContaining(".") });
    expect(existsSync(join(dir, "external/B02"))).toBe(false);
  });

  const real = join(
    import.meta.dirname,
    "../../../../../shared/data/bigbrain/tpl-bigbrain_hemi-L_desc-white.surf.gii",
  );
  it.skipIf(!existsSync(real))(
    "BigBrain's white surface is one (skipped where ../shared/data is absent)",
    async () => {
      const imported = await importSurface({ dir }, { id: "B20" }, real, true);
      expect(imported).toMatchObject({ vertices: 163_842, triangles: 327_680 });
    },
  );
});
