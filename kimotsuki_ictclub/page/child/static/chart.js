// What the board sends, as a chart with a time axis; and the way of a robot, from the speeds of its wheels.
import { at, make, sayPlain, spoken, withoutReadings, write } from "./texts.js";

const COLORS = ["#0072b2", "#d55e00", "#008a64", "#a3478a", "#6b5b00", "#333"];
const WINDOW = 30; // seconds
const MOST = 1500; // points
const FULL_SPEED = 200, WHEEL_GAP = 90, LONGEST_STEP = 1; // mm/s, mm, s: as plotting/robot_path.py
let points = [];
let channels = [];
let robot = false;
let waiting = false;

export function showLesson(facts) {
  channels = facts.channels;
  robot = facts.robot;
}

export function takePoints(found, anew) {
  if (anew) points = [];
  points.push(...found);
  if (points.length > MOST) points = points.slice(-MOST);
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  }
}

function draw() {
  at("chart-box").hidden = points.length === 0;
  const way = robot ? pathOf(points) : [];
  at("path-box").hidden = way.length < 2;
  if (points.length === 0) return;
  const names = [...new Set(points.flatMap(([, values]) => Object.keys(values)))].slice(0, COLORS.length);
  drawChart(prepared("chart"), names);
  at("legend").replaceChildren(...names.map((name, place) => {
    const item = make("span", "legend-item");
    const color = make("i");
    color.style.background = COLORS[place];
    const channel = channels.find(one => one.name === name);
    const last = points.filter(([, values]) => name in values).pop()[1][name];
    item.append(color, write(make("span"), channel ? spoken(channel.label) : name), make("b", "", ` ${Math.round(last * 100) / 100}${channel?.unit ?? ""}`));
    return item;
  }));
  if (way.length > 1) drawPath(prepared("path"), way);
}

function prepared(id) {
  const canvas = at(id), ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

function drawChart({ pen, width, height }, names) {
  const end = Math.max(points[points.length - 1][0], 10), begin = Math.max(0, end - WINDOW);
  const seen = points.filter(([time]) => time >= begin);
  const values = seen.flatMap(([, all]) => names.map(name => all[name]).filter(Number.isFinite));
  const ranges = channels.filter(one => names.includes(one.name)).map(one => one.range);
  let low = Math.min(...values, ...ranges.map(range => range[0])), high = Math.max(...values, ...ranges.map(range => range[1]));
  if (!(high > low)) [low, high] = [low - 1, high + 1];
  const left = 44, bottom = height - 26, top = 8, right = width - 8;
  const x = time => left + (time - begin) / (end - begin) * (right - left);
  const y = value => bottom - (value - low) / (high - low) * (bottom - top);
  pen.font = "12px sans-serif";
  pen.fillStyle = "#4b5560";
  pen.strokeStyle = "#d9cfbd";
  pen.lineWidth = 1;
  for (let step = 0; step <= 4; step++) {
    const value = low + (high - low) * step / 4;
    pen.beginPath(); pen.moveTo(left, y(value)); pen.lineTo(right, y(value)); pen.stroke();
    pen.textAlign = "right";
    pen.fillText(String(Math.abs(high - low) < 8 ? value.toFixed(1) : Math.round(value)), left - 5, y(value) + 4);
  }
  pen.textAlign = "center";
  const every = end - begin > 20 ? 10 : 5;
  const seconds = sayPlain("chart_seconds"), free = right - pen.measureText(seconds).width - 12;
  for (let time = Math.ceil(begin / every) * every; x(time) < free; time += every) pen.fillText(String(time), x(time), height - 10);
  pen.textAlign = "right";
  pen.fillText(seconds, right, height - 10);
  names.forEach((name, place) => {
    pen.strokeStyle = COLORS[place];
    pen.lineWidth = 2.5;
    pen.beginPath();
    for (const [time, all] of seen) if (Number.isFinite(all[name])) pen.lineTo(x(time), y(all[name]));
    pen.stroke();
  });
}

function pathOf(found) {
  const moving = found.filter(([, values]) => "left" in values && "right" in values);
  const places = [[0, 0]];
  let [x, y, heading] = [0, 0, 0];
  for (let place = 1; place < moving.length; place++) {
    const seconds = moving[place][0] - moving[place - 1][0];
    if (seconds > LONGEST_STEP) continue;
    const left = moving[place - 1][1].left * FULL_SPEED / 100, right = moving[place - 1][1].right * FULL_SPEED / 100;
    const turn = (left - right) / WHEEL_GAP * seconds, way = (left + right) / 2 * seconds;
    const chord = turn ? way * Math.sin(turn / 2) / (turn / 2) : way;
    x += chord * Math.sin(heading + turn / 2);
    y += chord * Math.cos(heading + turn / 2);
    heading += turn;
    places.push([x, y]);
  }
  return places;
}

function drawPath({ pen, width, height }, way) {
  const xs = way.map(place => place[0]), ys = way.map(place => place[1]);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 30) / Math.max(east - west, 100), (height - 30) / Math.max(north - south, 100));
  const place = ([x, y]) => [width / 2 + (x - (west + east) / 2) * scale, height / 2 - (y - (south + north) / 2) * scale];
  pen.strokeStyle = COLORS[0];
  pen.lineWidth = 3;
  pen.beginPath();
  way.forEach(one => pen.lineTo(...place(one)));
  pen.stroke();
  for (const [one, color, size] of [[way[0], COLORS[2], 6], [way[way.length - 1], COLORS[1], 8]]) {
    pen.fillStyle = color;
    pen.beginPath(); pen.arc(...place(one), size, 0, 7); pen.fill();
  }
}
