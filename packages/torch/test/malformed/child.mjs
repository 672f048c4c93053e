// Runs malformed calls and reports on them:
//
//   node child.mjs PROGRESS_FILE REPORT_FILE FROM STRIDE
//
// Every STRIDE-th call from number FROM on. The number of the call about to run
// goes into PROGRESS_FILE first, so that a crash can be laid at its door. The
// report is one JSON document in REPORT_FILE: libtorch's own libraries write to stdout.
import { openSync, writeFileSync, writeSync } from "node:fs";
import {
  ArgumentError,
  callByName,
  describeOperator,
  has,
  LibtorchError,
  liveTensors,
  operatorNames,
  scope,
  setNumThreads,
} from "../../dist/index.js";
import { mutationsFor } from "./mutations.mjs";
import { sample } from "./samples.mjs";

const WHOLE_CALLS = [
  { kind: "no values", make: () => [] },
  { kind: "one value less", make: (values) => values.slice(1) },
  { kind: "one value more", make: (values) => [...values, 1] },
  { kind: "values in a set", make: (values) => new Set(values) },
  { kind: "no list of values", make: () => undefined },
];

function* cases() {
  for (const name of operatorNames()) {
    if (!has(name)) continue;
    for (const { kind, make } of WHOLE_CALLS)
      yield { name, argument: "(all)", kind, never: true, whole: make };
    const plans = describeOperator(name);
    for (const [index, plan] of plans.entries()) {
      for (const mutation of mutationsFor(plan)) {
        yield {
          name,
          argument: plan.name,
          kind: mutation.kind,
          never: mutation.never,
          index,
          make: mutation.make,
        };
      }
    }
  }
}

/** What a call led to: "argument", "libtorch", "accepted", or what is wrong with it. */
function outcome(one) {
  return scope(() => {
    let values;
    try {
      values = sample(one.name);
      if (one.whole) values = one.whole(values);
      else values[one.index] = one.make(values[one.index]);
    } catch (error) {
      return `the sample failed: ${error.message}`;
    }
    try {
      callByName(one.name, values);
      return one.never ? "was accepted" : "accepted";
    } catch (error) {
      if (error instanceof ArgumentError) {
        const isNamed = error.operator === one.name && error.message.includes(one.name);
        const isArgument = error.argument === one.argument || (!one.never && error.argument !== "");
        if (isNamed && isArgument) return "argument";
        return `named ${error.operator}, ${error.argument}: ${error.message}`;
      }
      if (!(error instanceof LibtorchError)) return `threw ${error?.name}: ${error?.message}`;
      if (one.never) return `reached libtorch: ${error.message}`;
      if (error.operator !== one.name) return `named ${error.operator}`;
      if (/frame #\d|Exception raised from/.test(error.message)) return `shows a C++ trace: ${error.message}`;
      return "libtorch";
    }
  });
}

const [progressFile, reportFile, from, stride] = process.argv.slice(2);
const progress = openSync(progressFile, "w");
setNumThreads(1);
const report = { total: 0, run: 0, kinds: {}, outcomes: {}, wrong: [], asserts: [], drift: 0 };
scope(() => sample("aten::add.Tensor"));
const before = liveTensors();
let number = 0;
for (const one of cases()) {
  const mine = number++;
  report.kinds[one.name] ??= new Set();
  report.kinds[one.name].add(one.kind);
  if (mine < Number(from) || (mine - Number(from)) % Number(stride) !== 0) continue;
  writeSync(progress, `${mine} ${one.name} ${one.argument} = ${one.kind}`.padEnd(200), 0);
  const result = outcome(one);
  report.run++;
  const known = ["argument", "libtorch", "accepted"].includes(result);
  const key = known ? result : "wrong";
  report.outcomes[key] = (report.outcomes[key] ?? 0) + 1;
  if (!known) report.wrong.push(`#${mine} ${one.name} ${one.argument} = ${one.kind}: ${result}`);
  const live = liveTensors();
  if (live !== before + report.drift) {
    report.wrong.push(
      `#${mine} ${one.name} ${one.argument} = ${one.kind}: ${live - before - report.drift} live tensors more`,
    );
    report.drift = live - before;
  }
}
report.total = number;
report.kinds = Object.fromEntries(Object.entries(report.kinds).map(([name, kinds]) => [name, kinds.size]));
writeFileSync(reportFile, JSON.stringify(report));
