// From starting the program on an existing demo province of 20,000 people until it is ready.
//   node bench/start.mjs FOLDER
import { best, end, free_port, make_demo, report, start } from './stand.mjs'

const data = `${process.argv[2]}/data`
const port = await free_port()
const target_ms = 2000

await make_demo(data, port)
const times = []
for (let round = 0; round < 3; ++round) {
  const began = performance.now()
  const leye = await start('serve', data, port)
  times.push(performance.now() - began)
  await end(leye)
}
report(`ready ${best(times).toFixed(0)} ms after the start with 20,000 people, best of three, target ≤ ${target_ms} ms, ratio to target ${(best(times) / target_ms).toFixed(2)}`, best(times) <= target_ms)
