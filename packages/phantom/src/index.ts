/**
 * Phantom brains: cohorts of synthetic cortex sections whose truth is known.
 *
 * @packageDocumentation
 */
export {};
