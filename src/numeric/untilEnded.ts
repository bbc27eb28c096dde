/**
 * Waits for work that runs on other threads and looks in about every 50 ms: `look` may report, and may throw to end the work.
 * Then, and where the work fails, `stop` tells the threads, and the error is thrown once `work` is over.
 */
export async function untilEnded(work: Promise<unknown>, look: () => Promise<void>, stop: () => void): Promise<void> {
  let running = true;
  const ended = work.finally(() => {
    running = false;
  });
  ended.catch(() => undefined);
  try {
    while (running) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
      if (running) await look();
    }
    await ended;
  } catch (error) {
    stop();
    await work.catch(() => undefined);
    throw error;
  }
}
