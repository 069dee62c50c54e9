/**
 * `npm start`: everything a sale needs, in one process and one PostgreSQL. Nothing has to be set; the front ends are
 * built when their sources changed, and an empty demonstration database gets the plans and the catalogue.
 */
import { ROOT, runProgram, say } from '../apps/server/src/main.ts';
import { buildFronts } from './first-run/build-fronts.ts';
import { loadCampaigns } from './first-run/load-campaigns.ts';
import { openOperator } from './first-run/open-operator.ts';
import { tellAddresses } from './first-run/tell-addresses.ts';

let oneTimePassword: string | null = null;

await runProgram({
  builtApps: () => buildFronts(ROOT, say),
  async prepare(context) {
    await loadCampaigns(context, ROOT, say);
    oneTimePassword = await openOperator(context);
  },
  started: (running, config) => tellAddresses(running, config, oneTimePassword, say),
});
