/** What `work` takes of the processor, in milliseconds: what others do on the machine meanwhile does not count. */
export async function processorMs(work: () => unknown): Promise<number> {
  const begin = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}
