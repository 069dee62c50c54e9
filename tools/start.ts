/**
 * `npm start`: everything a sale needs, in one process and one PostgreSQL. Nothing has to be set; the front ends are
 * built when their sources changed, and an empty demonstration database gets the plans and the catalogue.
 */
import { ROOT, runProgram, say } from '../apps/server/src/main.ts';
import { buildFronts } from './first-run/build-fronts.ts';
import { tellAddresses } from './first-run/tell-addresses.ts';

await runProgram({
  builtApps: () => buildFronts(ROOT, say),
  started: (running, config) => tellAddresses(running, config, say),
});
