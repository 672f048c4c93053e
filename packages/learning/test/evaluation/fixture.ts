import { readFileSync } from "node:fs";

export interface ClassificationCase {
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: (string | number)[];
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  macroF1: number;
  accuracy: number;
  confusion: number[][];
}

export interface TopKCase {
  truth: number[];
  scores: number[];
  classes: number;
  accuracy: [k: number, accuracy: number][];
}

export interface RegressionCase {
  truth: number[];
  predicted: number[];
  columns: number;
  r2: number[];
  r2Uniform: number;
  r2Variance: number;
  meanAbsolute: number[];
  medianAbsolute: number[];
}

interface LinearCase {
  features: number[];
  columns: number;
  l2: number;
  bias: boolean;
  standardise: boolean;
  weights: number[][];
  intercept: number[];
}

export interface LogisticCase extends LinearCase {
  labels: number[];
  balanced: boolean;
  probabilities: number[][];
}

export interface RidgeCase extends LinearCase {
  targets: number[];
  predicted: number[][];
}

/** What scikit-learn computed; written by ../fixtures/evaluation.py. */
export const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/evaluation.json", import.meta.url), "utf8"),
) as {
  sklearn: string;
  classification: ClassificationCase[];
  topK: TopKCase[];
  regression: RegressionCase[];
  logistic: LogisticCase[];
  ridge: RidgeCase[];
};
