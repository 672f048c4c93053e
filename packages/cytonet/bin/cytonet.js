#!/usr/bin/env node
// Decoders share libuv's threads, of which there are four unless this is set before the first use. Node's loader of
// ES modules is such a use, so this file is no ES module.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, require("node:os").availableParallelism()));
import("../dist/cli.js");
