/** Where a long piece of work tells of itself and is stopped. */
export interface WorkContext {
  readonly signal: AbortSignal;
  readonly progress: (update: { stage: string; done: number; total?: number; note?: string }) => void;
  readonly log: (line: string) => void;
}
