/**
 * `node tools/run.mjs tools/x.ts …`: runs a tool of ours, or says in one sentence that Node 24 is needed. Plain
 * JavaScript that old versions understand, because they would stop at the first type of a `.ts` file.
 */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  const brought = ['linux-x64', 'linux-arm64', 'win32-x64'].includes(`${process.platform}-${process.arch}`);
  console.error(
    `Dacu needs Node 24 and this is Node ${process.versions.node}: ${
      brought
        ? 'npm ci brings it along for this system (unless optional packages are left out), and npm start then uses it.'
        : 'install it from https://nodejs.org (npm has no Node 24 for this system), then run npm start again.'
    }`,
  );
  process.exit(1);
}
const [tool, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], tool, ...rest];
const { pathToFileURL } = await import('node:url');
const { resolve } = await import('node:path');
await import(pathToFileURL(resolve(tool)).href);
