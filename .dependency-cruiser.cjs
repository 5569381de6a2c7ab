/**
 * Who may import whom. `pnpm check` holds it; tests/start/boundaries.test.ts shows that every rule can fail.
 * Doors let the world in, the domain does the business, tools hide something hard.
 */

/** From the top: a folder may import those that stand after it, never those before. */
const domainOrder = ["checks", "webhooks", "views", "calls", "agents", "people", "audit", "problems"];
const tools = "retell|database|live|jobs|identity|config|log";
const doors = "app|api|worker|cli";

const packageNamed = (names) => `node_modules/(${names})/`;

const domainDownward = domainOrder.slice(1).map((folder, index) => ({
  name: `domain-downward-${folder}`,
  comment: `${folder} stands below ${domainOrder.slice(0, index + 1).join(", ")} and must not know of them.`,
  severity: "error",
  from: { path: `^src/domain/${folder}/` },
  to: { path: `^src/domain/(${domainOrder.slice(0, index + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "Files that need each other are one file, or need a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "An import that leads nowhere also escapes every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "domain-by-index",
      comment: "Outside its folder, a part of the domain is known by its index only.",
      severity: "error",
      from: { path: "^src/(?!domain/)" },
      to: { path: "^src/domain/[^/]+/", pathNot: "^src/domain/[^/]+/index\\.ts$" },
    },
    {
      name: "domain-by-index-within",
      comment: "One part of the domain knows another by its index only.",
      severity: "error",
      from: { path: "^src/domain/([^/]+)/" },
      to: { path: "^src/domain/[^/]+/", pathNot: "^src/domain/($1/|[^/]+/index\\.ts$)" },
    },
    ...domainDownward,
    {
      name: "domain-listed",
      comment: "A new part of the domain takes its place in domainOrder first.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/domain/", pathNot: `^src/domain/(${domainOrder.join("|")})/` },
    },
    {
      name: "domain-knows-no-doors",
      comment: "The domain does the same business whichever door it was asked through.",
      severity: "error",
      from: { path: "^src/domain/" },
      to: { path: `^src/(${doors}|ui)/|^src/[^/]+$` },
    },
    {
      name: "domain-tools",
      comment: "Live streams are the doors' affair, and the sign-in library is known to people only.",
      severity: "error",
      from: { path: "^src/domain/", pathNot: "^src/domain/people/" },
      to: { path: "^src/(live|identity)/" },
    },
    {
      name: "problems-know-nothing",
      comment: "Everybody may import problems, so it imports nobody.",
      severity: "error",
      from: { path: "^src/domain/problems/" },
      to: { path: "^src/", pathNot: "^src/domain/problems/" },
    },
    {
      name: "tools-by-index",
      comment:
        "A tool hides what is inside; its index is its public face. The start runs the embedded Postgres, and pages carry no backups.",
      severity: "error",
      from: { path: "^src/([^/]+)" },
      to: {
        path: `^src/(${tools}|query|telephone)/`,
        pathNot: `^src/$1/|^src/(${tools}|query|telephone)/index\\.ts$|^src/database/(embedded-postgres|migrate|backup)\\.ts$`,
      },
    },
    {
      name: "embedded-postgres-by-cli",
      comment: "Only the start runs a Postgres; everybody else is given an address.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli|database)/" },
      to: { path: "^src/database/embedded-" },
    },
    {
      name: "tools-stay-below",
      comment: "A tool knows settings, log, database and problems; never the domain, a door or another tool.",
      severity: "error",
      from: { path: "^src/(retell|database|live|jobs|identity)/" },
      to: { path: "^src/", pathNot: "^src/($1|config|log|database|domain/problems)/" },
    },
    {
      name: "log-stays-below",
      comment: "The log knows the settings and nothing else of ours.",
      severity: "error",
      from: { path: "^src/log/" },
      to: { path: "^src/", pathNot: "^src/(log|config)/" },
    },
    {
      name: "config-knows-nothing",
      comment: "Everybody imports the settings, so they import nobody.",
      severity: "error",
      from: { path: "^src/config/" },
      to: { path: "^src/", pathNot: "^src/config/" },
    },
    {
      name: "query-knows-nothing",
      comment:
        "The grammar of searches is the same in the browser and on the server, and so is how numbers are written: neither imports anybody.",
      severity: "error",
      from: { path: "^src/(query|telephone)/" },
      to: { path: "^src/", pathNot: "^src/$1/" },
    },
    {
      name: "query-by-those-who-search",
      comment: "Pages write and edit searches, the domain reads them; everybody else passes their text on.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(app|ui|domain|query)/" },
      to: { path: "^src/query/" },
    },
    {
      name: "doors-apart",
      comment: "Doors share the domain, not each other. The front door, server.ts, opens onto the API.",
      severity: "error",
      from: { path: `^src/(${doors})/` },
      to: { path: `^src/(${doors})/|^src/[^/]+$`, pathNot: "^src/$1/" },
    },
    {
      name: "ui-draws",
      comment: "Visual parts draw what they are given: of the domain they know types only, of tools nothing.",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: `^src/(${doors}|${tools}|domain)/|^src/[^/]+$`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ui-in-pages",
      comment: "Only pages have something to draw.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(app|ui)/" },
      to: { path: "^src/ui/" },
    },
    {
      name: "no-framework-inside",
      comment: "Domain and tools outlive the web framework.",
      severity: "error",
      from: { path: `^src/(domain|${tools})/` },
      to: { path: packageNamed("next|react|react-dom") },
    },
    {
      name: "pg-in-database",
      comment: "asActor is the only way to a connection, or policies would not hold.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/database/" },
      to: { path: packageNamed("pg|pg-pool|embedded-postgres") },
    },
    {
      name: "kysely-below-doors",
      comment: "Doors ask the domain; SQL is written below them.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(database|domain|identity|jobs)/" },
      to: { path: packageNamed("kysely") },
    },
    {
      name: "retell-sdk-in-retell",
      comment: "Retell's words and shapes end at src/retell.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/retell/" },
      to: { path: packageNamed("retell-sdk") },
    },
    {
      name: "better-auth-in-identity",
      comment: "The sign-in library is hidden by src/identity.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/identity/" },
      to: { path: packageNamed("better-auth|@better-auth") },
    },
    {
      name: "queue-in-jobs",
      comment: "The queue library is hidden by src/jobs; the migrations bring its schema.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(jobs|database)/" },
      to: { path: packageNamed("graphile-worker") },
    },
    {
      name: "simulator-apart",
      comment: "A pretend Retell that knew our code would agree with its mistakes.",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(src|tests)/" },
    },
    {
      name: "src-without-simulator",
      comment: "The program speaks to the simulator over HTTP, as it does to Retell.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^simulator/" },
    },
    {
      name: "nobody-needs-reliability",
      comment: "The machine that tries to break the program is no part of it, nor of the pretend Retell.",
      severity: "error",
      from: { path: "^(src|simulator|benchmarks)/" },
      to: { path: "^reliability/" },
    },
    {
      name: "reliability-by-faces",
      comment:
        "The machines drive the program through its doors, indexes and tables of timers and tasks, so that they break what users would see broken. What they watch with reads live news as a page does, and compares rows by the fold.",
      severity: "error",
      from: { path: "^reliability/" },
      to: {
        path: "^src/|^simulator/",
        pathNot: `^simulator/(index|random)\\.ts$|^src/app/dashboard/_live/(live-news|read-news)\\.ts$|^src/domain/calls/(call-row|fold)\\.ts$|^src/retell/retell-call\\.ts$|^src/(${tools})/index\\.ts$|^src/domain/[^/]+/index\\.ts$|^src/database/(embedded-postgres|migrate)\\.ts$|^src/api/(live|webhooks/retell)\\.ts$|^src/worker/(schedule|tasks)\\.ts$`,
      },
    },
    {
      name: "src-without-benchmarks",
      comment: "What is measured against is no part of the program.",
      severity: "error",
      from: { path: "^(src|simulator)/" },
      to: { path: "^benchmarks/" },
    },
    {
      name: "plain-knows-nothing-of-ours",
      comment: "The plain implementation is what somebody would write without us.",
      severity: "error",
      from: { path: "^benchmarks/plain(-next|-node)?/" },
      to: { path: "^(src|simulator|reliability|tests)/" },
    },
    {
      name: "src-without-tests",
      comment: "What runs for users needs no test code. The command that runs the tests does.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/test\\.ts$" },
      to: { path: "^tests/" },
    },
    {
      name: "no-development-packages",
      comment: "An installation has the packages listed under dependencies only.",
      severity: "error",
      from: { path: "^(src|simulator)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    // TypeScript 7 has no parser that dependency-cruiser could use; without this it would read no file at all.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules/\\.cache|(benchmarks/plain-next/)?\\.next|\\.data)/" },
    moduleSystems: ["es6", "cjs"],
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".css"],
    },
  },
};
