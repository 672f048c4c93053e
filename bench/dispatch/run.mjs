// Time per operator call, ours beside PyTorch's: same libtorch, one thread each, results released.
// The two take turns of a few milliseconds, so that a busy machine slows both alike; medians count.
// It is the processor time of the whole process, which for one thread of work is the time that passes
// on an idle machine, and which on a busy one leaves out waiting for other programs; our garbage
// collector's threads count as ours.
// The last line is the ratios ours ÷ PyTorch.
import { ops, scope, setNumThreads, torchVersion } from "@cytonet/torch";
import { referencePython } from "../../tools/reference/reference.mjs";
import { keepResult, machine, Partner, paired } from "../shared/pairs.mjs";

const PAIRS = Number(process.env.PAIRS ?? 301);
// A training step opens one scope for some hundred operators.
const CALLS_PER_SCOPE = 100;
const BARS = { add: 0.8, conv2d: 1 };

setNumThreads(1);
const one = ops.ones([1]);
const other = ops.ones([1]);
const image = ops.ones([1, 3, 8, 8]);
const weight = ops.ones([4, 3, 3, 3]);
const bias = ops.ones([4]);

const operators = {
  add: {
    what: "add of one element",
    calls: 2000,
    run: () => {
      for (let call = 0; call < CALLS_PER_SCOPE; call++) ops.add(one, other);
    },
  },
  conv2d: {
    what: "conv2d, 1×3×8² by 4×3×3²",
    calls: 200,
    run: () => {
      for (let call = 0; call < CALLS_PER_SCOPE; call++) {
        ops.conv2d(image, weight, { bias, padding: [1, 1] });
      }
    },
  },
};

/** Seconds of processor time per call over `calls` calls. */
function time({ calls, run }) {
  const start = process.cpuUsage();
  for (let done = 0; done < calls; done += CALLS_PER_SCOPE) scope(run);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / calls;
}

const python = referencePython();
if (python === undefined) {
  process.stderr.write("There is no Python reference environment to compare with: run make reference.\n");
  process.exit(1);
}
const partner = new Partner(python, [`${import.meta.dirname}/dispatch.py`], { OMP_NUM_THREADS: "1" });
const { version } = await partner.ask({ version: true });
if (version.split("+")[0] !== torchVersion().split("+")[0]) {
  process.stderr.write(
    `libtorch ${torchVersion()} here, ${version} there: the comparison would say nothing.\n`,
  );
  process.exit(1);
}

const { processor, node } = machine();
process.stdout.write(`${processor}, one thread; node ${node}; libtorch ${torchVersion()}; ${PAIRS} pairs\n`);
const results = {};
for (const [name, operator] of Object.entries(operators)) {
  const theirs = async (calls) => (await partner.ask({ operator: name, calls })).seconds;
  // Both sides compile and warm their caches first.
  for (let turn = 0; turn < 10; turn++) time({ ...operator, calls: 10_000 });
  await theirs(20_000);
  const { ratio, ...times } = await paired(
    () => time(operator),
    () => theirs(operator.calls),
    PAIRS,
  );
  results[name] = { what: operator.what, oursUs: times.ours * 1e6, pytorchUs: times.theirs * 1e6, ratio };
  const { oursUs, pytorchUs } = results[name];
  process.stdout.write(
    `${operator.what}: ours ${oursUs.toFixed(2)} µs, PyTorch ${pytorchUs.toFixed(2)} µs (bar: ${BARS[name]})\n`,
  );
}
partner.close();
const path = keepResult("dispatch", { torch: torchVersion(), threads: 1, pairs: PAIRS, bars: BARS, results });
process.stdout.write(`written to ${path}\n`);
process.stdout.write(
  `ours ÷ PyTorch: ${Object.entries(results)
    .map(([name, { ratio }]) => `${name} ${ratio.toFixed(3)}`)
    .join(", ")}\n`,
);
