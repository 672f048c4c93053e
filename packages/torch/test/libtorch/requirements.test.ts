import { describe, expect, it } from "vitest";
import {
  cudaPackages,
  headerPackages,
  packagesOfLibraries,
  parseRequirements,
} from "../../src/libtorch/requirements.js";

// The shape of the metadata of torch 2.13.0 and cuda-toolkit 13.0.3, shortened.
const torch = parseRequirements(`Metadata-Version: 2.4
Name: torch
Requires-Dist: filelock
Requires-Dist: typing-extensions>=4.10.0
Requires-Dist: cuda-toolkit[cublas,cudart,cupti,cusparse]==13.0.3; platform_system == "Linux"
Requires-Dist: nvidia-cudnn-cu13==9.20.0.48; platform_system == "Linux"
Requires-Dist: nvidia-cusparselt-cu13==0.8.1; platform_system == "Linux"
Requires-Dist: nvidia-nvshmem-cu13==3.4.5; platform_system == "Linux"
Requires-Dist: intel-openmp==2021.4.0; platform_system == "Windows"
Requires-Dist: optree>=0.13.0; extra == "optree"
`);
const linux = "sys_platform == 'linux' and platform_machine == 'x86_64' or sys_platform == 'win32'";
const toolkit = parseRequirements(`
Requires-Dist: nvidia-cublas==13.1.1.3.*; (${linux}) and extra == 'all'
Requires-Dist: nvidia-cublas==13.1.1.3.*; (${linux}) and extra == 'cublas'
Requires-Dist: nvidia-cuda-crt==13.0.88.*; (${linux}) and extra == 'crt'
Requires-Dist: nvidia-cuda-crt==13.0.88.*; (${linux}) and extra == 'nvcc'
Requires-Dist: nvidia-cuda-cccl==13.0.85.*; (${linux}) and extra == 'cccl'
Requires-Dist: nvidia-cuda-nvrtc==13.0.88.*; (${linux}) and extra == 'cublas'
Requires-Dist: nvidia-cuda-cupti==13.0.85.*; (${linux}) and extra == 'cupti'
Requires-Dist: nvidia-cuda-runtime==13.0.96.*; (${linux}) and extra == 'cudart'
Requires-Dist: nvidia-cusparse==12.6.3.3.*; (${linux}) and extra == 'cusparse'
Requires-Dist: nvidia-npp==13.0.1.2.*; (${linux}) and extra == 'npp'
`);
const packages = cudaPackages(torch, toolkit);

describe("parseRequirements", () => {
  it("keeps names, extras, versions and the extra that asks for them", () => {
    expect(torch.slice(0, 3)).toEqual([
      { name: "filelock", extras: [], version: "" },
      { name: "typing-extensions", extras: [], version: ">=4.10.0" },
      { name: "cuda-toolkit", extras: ["cublas", "cudart", "cupti", "cusparse"], version: "==13.0.3" },
    ]);
    expect(toolkit[1]).toEqual({
      name: "nvidia-cublas",
      extras: [],
      version: "==13.1.1.3.*",
      extra: "cublas",
    });
  });

  it("leaves out what other operating systems need", () => {
    expect(torch.map(({ name }) => name)).not.toContain("intel-openmp");
  });
});

describe("headerPackages", () => {
  it("takes the two packages of headers that no library of torch's needs", () => {
    expect(headerPackages(toolkit)).toEqual(["nvidia-cuda-crt==13.0.88.*", "nvidia-cuda-cccl==13.0.85.*"]);
  });
});

describe("packagesOfLibraries", () => {
  it("takes for libtorch_cpu no more than the runtime and cupti", () => {
    expect(packagesOfLibraries(["libcudart.so.13", "libcupti.so.13"], packages)).toEqual([
      "nvidia-cuda-cupti==13.0.85.*",
      "nvidia-cuda-runtime==13.0.96.*",
    ]);
  });

  it("gives a library to the longest name that fits", () => {
    expect(packagesOfLibraries(["libcusparseLt.so.0"], packages)).toEqual(["nvidia-cusparselt-cu13==0.8.1"]);
    expect(packagesOfLibraries(["libcusparse.so.12"], packages)).toEqual(["nvidia-cusparse==12.6.3.3.*"]);
    expect(packagesOfLibraries(["libnvshmem_host.so.3"], packages)).toEqual(["nvidia-nvshmem-cu13==3.4.5"]);
  });

  it("brings what an extra needs besides", () => {
    expect(packagesOfLibraries(["libcublasLt.so.13"], packages)).toEqual([
      "nvidia-cublas==13.1.1.3.*",
      "nvidia-cuda-nvrtc==13.0.88.*",
    ]);
  });

  it("takes only extras that torch asks for, and says which library nobody provides", () => {
    expect([...packages.values()].flat().join()).not.toContain("npp");
    expect(() => packagesOfLibraries(["libnppc.so.13"], packages)).toThrow("provides libnppc.so.13");
  });
});
