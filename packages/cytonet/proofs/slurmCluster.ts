import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism, hostname } from "node:os";
import { join } from "node:path";

/** Programs of Debian's slurm-wlm and munge that a cluster of one node needs. */
const programs = ["munged", "slurmctld", "slurmd", "srun", "sbatch", "scontrol", "scancel", "sinfo"];
const PATH = `${process.env.PATH}:/usr/sbin`;

/** What this machine lacks for a cluster; nothing is installed. Empty where all is there. */
export function missingForSlurm(): string[] {
  const absent = programs.filter((name) => spawnSync("which", [name], { env: { PATH } }).status !== 0);
  const missing = absent.length === 0 ? [] : [`${absent.join(", ")} (apt-get install slurm-wlm munge)`];
  if (process.getuid?.() !== 0) missing.push("root, which slurmd starts jobs as");
  return missing;
}

/** A Slurm of one node in a folder of its own, beside any that the machine may have. */
export class SlurmCluster {
  readonly #daemons: ChildProcess[] = [];

  private constructor(
    readonly dir: string,
    /** For the programs that talk to it. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Starts munge, controller and node, and waits until the node is idle. */
  static async start(dir: string): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(dir, { ...process.env, PATH, SLURM_CONF: join(dir, "slurm.conf") });
    const socket = join(dir, "munge.socket");
    mkdirSync(join(dir, "state"), { recursive: true });
    mkdirSync(join(dir, "spool"));
    writeFileSync(join(dir, "munge.key"), randomBytes(128), { mode: 0o400 });
    const [controllerPort, nodePort] = await freePorts();
    const node = hostname().split(".")[0]!;
    const settings = {
      ClusterName: "proof",
      SlurmctldHost: `${node}(127.0.0.1)`,
      SlurmUser: "root",
      AuthType: "auth/munge",
      // Also how long a job that was put back waits before it may start.
      AuthInfo: `socket=${socket},cred_expire=5`,
      SlurmctldPort: controllerPort,
      SlurmdPort: nodePort,
      StateSaveLocation: join(dir, "state"),
      SlurmdSpoolDir: join(dir, "spool"),
      SlurmctldPidFile: join(dir, "slurmctld.pid"),
      SlurmdPidFile: join(dir, "slurmd.pid"),
      ProctrackType: "proctrack/linuxproc",
      TaskPlugin: "task/none",
      SelectType: "select/cons_tres",
      SelectTypeParameters: "CR_CPU",
      MpiDefault: "none",
      ReturnToService: 2,
      NodeName: `${node} NodeAddr=127.0.0.1 CPUs=${Math.max(2, availableParallelism())} State=UNKNOWN`,
      PartitionName: "main Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(dir, "slurm.conf"), lines.join(""));
    const munge = ["key-file=munge.key", "seed-file=munge.seed", "pid-file=munge.pid", "log-file=munge.log"];
    const files = munge.map((one) => `--${one.replace("=", `=${dir}/`)}`);
    cluster.#daemon("munged", ["--foreground", "--force", `--socket=${socket}`, ...files]);
    await until("munge's socket", () => existsSync(socket));
    cluster.#daemon("slurmctld", ["-D"]);
    cluster.#daemon("slurmd", ["-D", "-N", node]);
    const idle = () => cluster.try("sinfo", ["-h", "-o", "%t"])?.trim() === "idle";
    await until(`an idle node (logs in ${dir})`, idle);
    return cluster;
  }

  #daemon(program: string, args: readonly string[]): void {
    const log = openSync(join(this.dir, `${program}.out`), "w");
    this.#daemons.unshift(spawn(program, args, { env: this.env, stdio: ["ignore", log, log] }));
    closeSync(log);
  }

  /** Runs one of Slurm's programs. @returns its stdout @throws Error with its stderr */
  run(program: string, args: readonly string[]): string {
    return execFileSync(program, args, { env: this.env, encoding: "utf8", cwd: this.dir });
  }

  /** The same; undefined where it fails. */
  try(program: string, args: readonly string[]): string | undefined {
    const { status, stdout } = spawnSync(program, args, { env: this.env, encoding: "utf8", cwd: this.dir });
    return status === 0 ? stdout : undefined;
  }

  /** A job's fields: JobState, Restarts, ExitCode. */
  job(id: string): Readonly<Record<string, string>> {
    const text = this.run("scontrol", ["show", "job", id, "--oneliner"]);
    return Object.fromEntries([...text.matchAll(/(\w+)=(\S*)/g)].map(([, name, value]) => [name!, value!]));
  }

  /** Ends the daemons, the node first. */
  async stop(): Promise<void> {
    for (const daemon of this.#daemons) {
      if (daemon.exitCode !== null) continue;
      const ended = new Promise((resolve) => daemon.once("exit", resolve));
      daemon.kill("SIGTERM");
      await ended;
    }
  }
}

/** Waits, looking twice a second. @throws Error saying what did not come */
export async function until(what: string, holds: () => boolean, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what} did not come within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Two ports that nothing listens on. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [ports[0]!, ports[1]!];
}
