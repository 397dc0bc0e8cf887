import { apiRoom } from './api.ts';
import { controllersRoom } from './controllers.ts';
import { notesRoom } from './notes.ts';
import type { Room, Sample } from './room.ts';
import { schedulerRoom } from './scheduler.ts';
import { tablesRoom } from './tables.ts';
import { vectorsRoom } from './vectors.ts';

/** Every kind of recording that can be made. */
export const ROOMS: readonly Room[] = [
  apiRoom as Room,
  schedulerRoom as Room,
  controllersRoom as Room,
  vectorsRoom,
  tablesRoom as Room,
  notesRoom,
];

/** A place of a room, e.g. `pod` of api. */
export interface Place {
  readonly room: Room;
  readonly place: string;
}

/** The places below `dir` whose family (`api/pod`) is `family` or lies below it; all for undefined. */
export function placesOf(dir: string, family: string | undefined): readonly Place[] {
  const all = ROOMS.flatMap((room) => room.places(dir).map((place) => ({ room, place })));
  return all.filter(({ room, place }) => {
    const name = `${room.name}/${place}`;
    return family === undefined || name === family || name.startsWith(`${family}/`);
  });
}

/** Adds samples to a place of committed recordings; a sample of the same id is replaced. */
export function keep(room: Room, dir: string, place: string, samples: readonly Sample[]): void {
  const ids = new Set(samples.map(({ id }) => id));
  const others = room.read(dir, place).filter(({ id }) => !ids.has(id));
  room.write(dir, place, [...others, ...samples.map((sample) => ({ ...sample, place }))]);
}
