import type { TestContext } from "node:test";

/** Lets 60 ms pass between any two looks at the clock during a test, so that it is always time to report and to give way, however fast the machine. */
export function hurriedClock(test: TestContext): void {
  let now = performance.now();
  test.mock.method(performance, "now", () => {
    now += 60;
    return now;
  });
}
