import type { Fact, Finding } from "./report.js";

/** Examines the readers of scans, volumes and tables; each is loaded by itself, so that one cannot hide the others. */
export async function examineFormats(): Promise<Finding> {
  const problems: Finding["problems"][number][] = [];
  const facts: Fact[] = [];
  const look = async (name: string, ask: () => Promise<string>): Promise<void> => {
    try {
      facts.push({ name, value: await ask() });
    } catch (error) {
      facts.push({ name, value: null });
      const reason = (error as Error).message.split("\n")[0];
      problems.push({
        message: `${name} cannot be read: ${reason}`,
        remedy: (error as { remedy?: string }).remedy ?? "Run `npm ci` again.",
        blocking: true,
      });
    }
  };
  await look("scans", async () => {
    const { supportedFormats } = await import("@cytonet/scans");
    return supportedFormats()
      .map(({ name, extensions }) => `${name} (${extensions.join(" ")})`)
      .join(", ");
  });
  await look("scan codecs", async () => {
    const { scanCodecs } = await import("@cytonet/scans");
    const { native, libraries, reason } = scanCodecs();
    if (native) return libraries;
    problems.push({
      message: `scans are read several times slower, with ${libraries}: ${reason ?? "no addon"}`,
      remedy:
        "Install the headers of libdeflate, libjpeg and libzstd, then run `make build` (docs/scans.md).",
      blocking: false,
    });
    return `portable: ${libraries}`;
  });
  await look("volumes", async () => {
    await import("@cytonet/scans");
    return "NIfTI (.nii .nii.gz), NRRD (.nrrd, read only)";
  });
  await look("tables", async () => {
    await import("@cytonet/cohort");
    return "Parquet (.parquet)";
  });
  facts.push({ name: "models", value: "safetensors (.safetensors)" });
  return { title: "formats", facts, problems };
}
