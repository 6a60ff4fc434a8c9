/** What this machine is called, as Nx asks for it. */
import { readFile } from 'node:fs/promises';

const places = ['/var/lib/dbus/machine-id', '/etc/machine-id'];

/** `undefined` where the system keeps no such file (macOS, Windows). */
export async function readMachineId(): Promise<string | undefined> {
  for (const place of places) {
    const id = await readFile(place, 'utf8').catch(() => '');
    if (id.trim()) return id.trim();
  }
  return undefined;
}
