import type { ScanPlan } from "./options.js";

const schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

/**
 * The OME-XML of a grey scan: size, type and, where they are known, physical pixel sizes. It names neither the file
 * nor the section, which may carry a donor's id.
 */
export function omeXml({ widthPx, heightPx, bitDepth, pixelSizeXUm, pixelSizeYUm }: ScanPlan): string {
  const physical =
    pixelSizeXUm === undefined || pixelSizeYUm === undefined
      ? ""
      : ` PhysicalSizeX="${pixelSizeXUm}" PhysicalSizeXUnit="µm" PhysicalSizeY="${pixelSizeYUm}" PhysicalSizeYUnit="µm"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OME xmlns="${schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`,
    ` xsi:schemaLocation="${schema} ${schema}/ome.xsd" Creator="cytonet">`,
    '<Image ID="Image:0">',
    `<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint${bitDepth}" BigEndian="false"`,
    ` SizeX="${widthPx}" SizeY="${heightPx}" SizeZ="1" SizeC="1" SizeT="1"${physical}>`,
    '<Channel ID="Channel:0:0" SamplesPerPixel="1"/>',
    '<TiffData IFD="0" FirstZ="0" FirstC="0" FirstT="0" PlaneCount="1"/>',
    "</Pixels></Image></OME>",
  ].join("");
}
