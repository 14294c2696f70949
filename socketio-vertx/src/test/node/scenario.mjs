// Runs scenarios and prints one JSON line for each, which the JUnit tests turn into tests.
import { isDeepStrictEqual, inspect } from "node:util";

/** Of one scenario, also on a machine that is busy with other things. */
const TIMEOUT = 20_000;
const scenarios = [];

/** Declares a scenario; the name is a sentence. Of all, SCENARIO may name those to run by a part of it. */
export function scenario(name, run) {
  if (name.includes(process.env.SCENARIO ?? "")) scenarios.push({ name, run });
}

/** Declares a script for two servers: given an address, it returns a transcript, and both are equal. */
export function same(name, script) {
  scenario(name, async (ours, reference) => {
    const [actual, expected] = await Promise.all([script(ours), script(reference)]);
    if (expected === undefined || (Array.isArray(expected) && expected.length === 0)) {
      throw new Error("the reference answered nothing: the script tests nothing");
    }
    equal(actual, expected);
  });
}

export async function runAll(...args) {
  for (const { name, run } of scenarios) {
    let error = null;
    try {
      await within(TIMEOUT, run(...args));
    } catch (failure) {
      error = failure?.stack ?? String(failure);
    }
    console.log(JSON.stringify({ name, error }));
  }
  process.exit(0);
}

export function equal(actual, expected) {
  if (!isDeepStrictEqual(actual, expected)) {
    const show = (value) => inspect(value, { depth: 8, breakLength: 100 });
    throw new Error(`expected ${show(expected)}\n but was ${show(actual)}`);
  }
}

export function within(milliseconds, promise) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing in ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

/** The arguments of an emitter's next event of this name. */
export function next(emitter, event) {
  return new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
}

/** Asks until the answer satisfies the condition. */
export async function eventually(ask, condition) {
  for (;;) {
    const answer = await ask();
    if (condition(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
