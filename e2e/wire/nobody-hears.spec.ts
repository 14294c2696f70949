import { Person, unique } from "../support/api.ts";
import { expect, test } from "../support/test.ts";
import { Refused } from "../rights/deskhand.ts";
import { foundingOfQueues, Inventor, memberships, PROJECTS, QUEUES, rolesOf, TEAMS, type Step } from "../rights/chance.ts";
import { mayNot, must, type Call } from "../rights/calls.ts";
import { see } from "../rights/sights.ts";
import { Stage } from "../rights/stage.ts";
import { NameOfNothing, type Name } from "../rights/world.ts";
import { Chance } from "../support/chance.ts";

// The desk is the test's own: administrators hear of everything on it.
test.use({ deskOptions: { env: { LOG_LEVEL: "info" } } });

/** How long to go on inventing organisations, in seconds; longer than in CI when one looks for faults. */
const SECONDS = Number(process.env.NOBODY_HEARS_SECONDS ?? 25);
/** Which to begin with; a failure prints its own. */
const SEED = Number(process.env.NOBODY_HEARS_SEED ?? Date.now() % 1_000_000);
const STEPS = 25;
/** How much longer, if a kind of call has not been accepted as often as it takes to tell anything of it. */
const EXTRA_SECONDS = 60;
const LEAST = 2;
/** What is left for finding a shorter story that fails too. */
const SHORTENING_MS = 60_000;

const ROOT = "root";
const PEOPLE = ["anna", "bert", "cleo", "dora", "emil", "fred", "gina"];

test.setTimeout((SECONDS + EXTRA_SECONDS) * 1_000 + SHORTENING_MS + 120_000);

test("in any organisation, whatever happens and whoever's rights change, everybody hears what they may and nothing else", async ({ desk }) => {
  const people = await hire(await Person.admin(desk));
  const until = Date.now() + SECONDS * 1_000;
  const accepted = noCalls();
  const rare = () => Object.entries(accepted).filter(([, times]) => times < LEAST);
  let [seed, steps] = [SEED, 0];
  do {
    const outcome = await play(people, seed);
    steps += outcome.played.length;
    add(accepted, outcome.accepted);
    if (outcome.wrong.length > 0) throw new Error(await report(people, seed, outcome));
    seed++;
  } while (Date.now() < until || (rare().length > 0 && Date.now() < until + EXTRA_SECONDS * 1_000));
  console.log(`nobody-hears: seeds ${SEED} to ${seed - 1}, ${steps} steps, accepted ${JSON.stringify(accepted)}`);
  expect(rare(), "kinds of calls that were hardly ever accepted").toEqual([]);
});

/** How many calls of each kind the desk accepted. */
type Counts = Record<Call["call"], number>;

function noCalls(): Counts {
  return {
    "create": 0,
    "change": 0,
    "delete": 0,
    "comment": 0,
    "attach": 0,
    "edit": 0,
    "remove": 0,
    "follow": 0,
    "unfollow": 0,
    "join": 0,
    "quit": 0,
    "watch": 0,
    "unwatch": 0,
    "roles": 0,
    "close": 0,
    "reopen": 0,
    "prefer": 0,
    "found queue": 0,
    "give queue": 0,
    "announce": 0,
    "tell": 0,
    "broadcast": 0,
    "timeline": 0,
  };
}

function add(counts: Counts, more: Counts): void {
  for (const [call, times] of Object.entries(more)) counts[call as Call["call"]] += times;
}

/** The desk's own first project, of which its administrator is a member. */
let support: string;

async function hire(root: Person): Promise<Map<Name, Person>> {
  support = (await root.get("/projects")).items[0].id;
  const people = new Map([[ROOT, root]]);
  for (const name of PEOPLE) people.set(name, await root.hire(name, ["customer"]));
  return people;
}

interface Outcome {
  played: Step[];
  accepted: Counts;
  wrong: string[];
}

/** Founds the organisation of a seed and lets happen what the seed invents, or the steps that are given, until something is wrong. */
async function play(people: Map<Name, Person>, seed: number, given?: Step[]): Promise<Outcome> {
  const chance = new Chance(seed);
  const { stage, founded } = await found(people, chance);
  const inventor = new Inventor(chance, stage.world, PEOPLE, ROOT);
  const outcome: Outcome = { played: [], accepted: { ...noCalls(), "found queue": QUEUES.length }, wrong: [] };
  try {
    for (let i = 0; i < (given?.length ?? STEPS) && outcome.wrong.length === 0; i++) {
      const step: Step = { moves: [], sights: [], calls: [] };
      outcome.played.push(step);
      outcome.wrong.push(...(await moves(stage, step, given?.[i]?.moves ?? inventor.moves())));
      for (const sight of given?.[i]?.sights ?? inventor.sights()) {
        step.sights.push(sight);
        outcome.wrong.push(...(await see(stage, sight)));
      }
      const said = await calls(stage, step, given?.[i]?.calls, inventor, chance);
      add(outcome.accepted, said.accepted);
      outcome.wrong.push(...said.wrong, ...(await stage.differences()));
    }
  } finally {
    stage.close();
    // The next organisation begins with people who belong nowhere, have said nothing and may sign in.
    for (const who of stage.world.closed) await stage.hand.say({ call: "reopen", by: ROOT, who });
    for (const name of people.keys()) people.set(name, stage.hand.person(name));
    await Promise.all(founded.concat(outcome.played.flatMap((step) => step.calls)).map((call) => undo(stage, call)));
  }
  return outcome;
}

async function found(people: Map<Name, Person>, chance: Chance): Promise<{ stage: Stage; founded: Call[] }> {
  const stage = new Stage(ROOT);
  const root = people.get(ROOT);
  if (!root) throw new Error("Nobody administers this desk");
  for (const [name, person] of people) stage.meet(name, person, name === ROOT ? ["admin"] : rolesOf(chance));
  await Promise.all(PEOPLE.map((who) => stage.hand.say({ call: "roles", by: ROOT, who, roles: stage.world.roles(who) })));
  stage.hand.call("support", support);
  stage.world.projects.set("support", new Set([ROOT]));
  stage.hand.call("c1", unique());
  await Promise.all([...PROJECTS.map((name) => stage.founded("project", name)), ...TEAMS.map((name) => stage.founded("team", name))]);
  const queues = foundingOfQueues(chance, ROOT);
  await Promise.all(queues.map((call) => stage.act(call)));
  const founded = memberships(chance, PEOPLE, ROOT);
  await Promise.all(founded.map((call) => stage.act(call)));
  await Promise.all([...people.keys()].map((name) => stage.open(name)));
  await stage.differences();
  return { stage, founded };
}

/** Several calls in a row; what the desk refuses comes to nothing, and must be what it may refuse. */
async function calls(stage: Stage, step: Step, given: Call[] | undefined, inventor: Inventor, chance: Chance): Promise<Said> {
  const planned = given?.length ?? 1 + chance.below(6);
  const wrong: string[] = [];
  const accepted = noCalls();
  let lost = false;
  for (let i = 0; i < planned; i++) {
    const call = given?.[i] ?? inventor.call();
    // Whether who lost a right and got it back at once still has the ticket open is a matter of moments.
    if (lost && given === undefined && bearsOnRights(call)) break;
    step.calls.push(call);
    const before = count(stage);
    try {
      const [forbidden, due] = [mayNot(stage.world, call), must(stage.world, call)];
      const refusal = await refusalOf(stage, call);
      if (refusal === undefined) accepted[call.call]++;
      if (refusal === undefined && forbidden) wrong.push(`${call.by} may not do this: ${JSON.stringify(call)}`);
      if (refusal !== undefined && due) wrong.push(`${call.by} may do this: ${JSON.stringify(call)}, but ${refusal}`);
    } catch (nothing) {
      if (!(nothing instanceof NameOfNothing && given)) throw nothing;
    }
    lost ||= count(stage) < before;
  }
  return { accepted, wrong };
}

async function refusalOf(stage: Stage, call: Call): Promise<string | undefined> {
  try {
    await stage.act(call);
    return undefined;
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    return refusal.message;
  }
}

/** The calls that the desk accepted, and what was wrong: accepted though forbidden, or refused though the rights suffice. */
interface Said {
  accepted: Counts;
  wrong: string[];
}

const count = (stage: Stage) => [...stage.world.stands.values()].reduce((sum, rooms) => sum + rooms.size, 0);

function bearsOnRights(call: Call): boolean {
  if (call.call === "change") return call.patch.assignee !== undefined || call.patch.queue !== undefined;
  return ["follow", "unfollow", "join", "quit", "watch", "unwatch", "roles", "give queue", "close", "reopen"].includes(call.call);
}

/** Everybody concerned moves at the same time, each in one room. */
async function moves(stage: Stage, step: Step, invented: Step["moves"]): Promise<string[]> {
  step.moves.push(...invented);
  const wrong = await Promise.all(
    invented.map(async ({ who, room, leave }) => {
      if (!stage.knows(room)) return [];
      if (!leave) return stage.join(who, room);
      await stage.leave(who, room);
      return [];
    }),
  );
  return wrong.flat();
}

async function undo(stage: Stage, call: Call): Promise<void> {
  if (call.call === "join") await stage.hand.say({ ...call, call: "quit" });
  if (call.call === "prefer") await stage.hand.say({ ...call, rules: [] });
  if (call.call === "watch" && stage.hand.has(call.queue)) await stage.hand.say({ ...call, call: "unwatch" });
}

/** The seed, and the shortest story found that fails: steps are left out one by one, as long as time allows. */
async function report(people: Map<Name, Person>, seed: number, outcome: Outcome): Promise<string> {
  const until = Date.now() + SHORTENING_MS;
  let { played: story, wrong } = outcome;
  for (let i = story.length - 2; i >= 0 && Date.now() < until; i--) {
    const shorter = story.filter((_, at) => at !== i);
    const again = await play(people, seed, shorter);
    if (again.wrong.length > 0) [story, wrong] = [again.played, again.wrong];
  }
  return [
    `NOBODY_HEARS_SEED=${seed}`,
    ...wrong,
    "after the founding of that seed and",
    ...story.map((step) => JSON.stringify(step)),
  ].join("\n");
}
