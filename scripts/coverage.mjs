// Tells, from a JaCoCo report, how many branches were taken and where some were not.
// node coverage.mjs jacoco.xml
import { readFileSync } from "node:fs";

const report = readFileSync(process.argv[2], "utf8");
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];

let taken = 0;
let missed = 0;
const places = [];
for (const [, packageName, body] of report.matchAll(/<package name="([^"]*)">(.*?)<\/package>/gs)) {
  for (const [, file, lines] of body.matchAll(/<sourcefile name="([^"]*)">(.*?)<\/sourcefile>/gs)) {
    const open = [];
    for (const [line] of lines.matchAll(/<line [^>]*>/g)) {
      const [without, within] = [Number(attribute(line, "mb")), Number(attribute(line, "cb"))];
      missed += without;
      taken += within;
      if (without > 0) open.push(`${attribute(line, "nr")} (${without} of ${without + within})`);
    }
    if (open.length > 0) places.push(`${packageName.split("/").at(-1)}/${file}: ${open.join(", ")}`);
  }
}
places.sort().forEach((place) => console.log(place));
console.log(`${taken} of ${taken + missed} branches taken: ${((100 * taken) / (taken + missed)).toFixed(1)} %`);
