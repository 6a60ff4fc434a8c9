/** Tells people, and says what is to be done when nobody could be told. */
import { PintagError } from '@pintag/cdn';
import type { Announcement, Announcer } from './announcer.ts';

/** @throws {PintagError} PT_ANNOUNCE, unless the announcer has a code of its own */
export async function announce(announcer: Announcer, announcement: Announcement): Promise<void> {
  try {
    await announcer.announce(announcement);
  } catch (cause) {
    if (cause instanceof PintagError) throw cause;
    const { feature, version } = announcement.tag;
    throw new PintagError('PT_ANNOUNCE', { feature, version, why: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
