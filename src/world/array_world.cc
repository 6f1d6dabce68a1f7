// Files of measurements, as instruments and simulations leave them.
#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "world/default_world.h"
#include "world/values.h"
#include "world/words.h"

namespace generator::world {
namespace {

constexpr std::size_t kFewestFiles = 3;

struct Measured {
  std::string_view path, dtype, units, about;
  std::string_view dimensions;  // letters of Template::sizes, in order
  double low, high;
};

struct Template {
  std::string_view file, title;
  std::string_view sizes;  // "t=2000 x=64": a letter and its usual length
  std::vector<Measured> datasets;
};

const std::vector<Template>& templates() {
  static const std::vector<Template> kTemplates = {
      {"/data/simulation.h5",
       "Heat flow in a turbine blade",
       "t=1000 n=500 d=3",
       {{"/results/temperature", "float64", "K", "temperature at each node", "tn", 290, 1150},
        {"/results/pressure", "float64", "Pa", "pressure at each node", "tn", 98'000, 412'000},
        {"/results/velocity", "float32", "m/s", "gas velocity", "tnd", -40, 180},
        {"/mesh/coordinates", "float64", "m", "position of each node", "nd", 0, 0.4},
        {"/mesh/node_ids", "int32", "", "number of each node", "n", 1, 500},
        {"/time", "float64", "s", "simulated time", "t", 0, 12}}},
      {"/experiments/results.h5",
       "Tensile tests, batch 7",
       "s=48 t=4096 c=6",
       {{"/experiment/measurements", "float64", "kN", "load on the specimen", "st", 0, 62},
        {"/experiment/strain", "float32", "", "strain by channel", "stc", 0, 0.034},
        {"/experiment/timestamps", "float64", "s", "time since start", "t", 0, 410},
        {"/experiment/metadata/specimen_ids", "S8", "", "label of each specimen", "s", 0, 1},
        {"/results/values", "float64", "MPa", "strength by specimen", "s", 310, 540},
        {"/results/is_valid", "bool", "", "whether the test counts", "s", 0, 1}}},
      {"/data/climate_2024.h5",
       "Reanalysis of the North Sea, 2024",
       "t=1464 y=90 x=120",
       {{"/surface/air_temperature", "float32", "K", "air temperature at 2 m", "tyx", 262, 301},
        {"/surface/wind_speed", "float32", "m/s", "wind speed at 10 m", "tyx", 0, 27},
        {"/ocean/sea_level", "float64", "m", "sea level anomaly", "tyx", -0.8, 1.4},
        {"/coordinates/latitude", "float64", "degrees_north", "latitude", "y", 51, 61},
        {"/coordinates/longitude", "float64", "degrees_east", "longitude", "x", -4, 9},
        {"/coordinates/time", "int64", "hours since 2024-01-01", "time", "t", 0, 8784}}},
      {"/scans/sample_017.h5",
       "Tomography of a sandstone core",
       "z=256 y=512 x=512 p=721",
       {{"/volume/density", "uint16", "", "reconstructed grey values", "zyx", 900, 41'000},
        {"/volume/mask", "uint8", "", "pore space", "zyx", 0, 1},
        {"/projections/angles", "float32", "deg", "angle of each projection", "p", 0, 180},
        {"/projections/exposure", "float32", "ms", "exposure time", "p", 210, 260}}}};
  return kTemplates;
}

std::int64_t length_of(std::string_view sizes, char letter) {
  for (const std::string_view part : text::words(sizes))
    if (part.front() == letter) return std::atoi(std::string(part.substr(2)).c_str());
  return 1;
}

// Lengths that differ between files of one template, and agree inside a file.
std::string lengths(const Template& of, std::string_view dimensions, std::uint64_t seed,
                    bool is_chunk) {
  std::string out = "[";
  for (const char letter : dimensions) {
    std::int64_t length = length_of(of.sizes, letter);
    if (length > 20) length = length * static_cast<std::int64_t>(3 + seed % 3) / 4;
    if (is_chunk) length = std::min<std::int64_t>(length, dimensions.size() == 1 ? 1'024 : 64);
    out += fmt::format("{}{}", out.size() > 1 ? "," : "", length);
  }
  return out + "]";
}

void add_dataset(World& out, const Template& of, const Measured& measured, const std::string& file,
                 std::uint64_t seed) {
  Thing thing{"dataset", {}, {{"file", file}}, false};
  thing.set("path", json::quote(measured.path));
  thing.set("shape", lengths(of, measured.dimensions, seed, false));
  thing.set("dtype", json::quote(measured.dtype));
  const std::uint64_t own = seed_of(seed, measured.path, "storage");
  const bool is_chunked = measured.dimensions.size() > 1 && own % 3 != 0;
  thing.set("chunks", is_chunked ? lengths(of, measured.dimensions, seed, true) : "null");
  thing.set("compression", is_chunked && own % 2 == 0 ? "\"gzip\"" : "null");
  std::string attributes = "{" + fmt::format("\"description\":{}", json::quote(measured.about));
  if (!measured.units.empty())
    attributes += fmt::format(",\"units\":{}", json::quote(measured.units));
  thing.set("attributes", attributes + "}");
  thing.set("range", fmt::format("[{},{}]", measured.low, measured.high));
  out.things.push_back(std::move(thing));
}

void add_file(World& out, const Template& of, const std::string& path, std::uint64_t seed) {
  Thing file{"file", {}, {}, false};
  file.set("path", json::quote(path));
  out.things.push_back(std::move(file));
  Thing root{"group", {}, {{"file", path}}, false};
  root.set("path", "\"/\"");
  root.set("attributes", fmt::format(R"({{"title":{},"created":{},"creator":{}}})",
                                     json::quote(of.title), json::quote(time_value(seed)),
                                     json::quote(fmt::format("{} {}", pick(first_names(), seed),
                                                             pick(last_names(), seed / 7)))));
  out.things.push_back(std::move(root));
  for (const Measured& measured : of.datasets) add_dataset(out, of, measured, path, seed);
}

// Each group says who made it and when.
void describe_groups(World& world, std::uint64_t seed) {
  for (Thing& thing : world.things) {
    if (thing.kind != "group" || thing.find("attributes") != nullptr) continue;
    const std::uint64_t own = seed_of(seed, thing.key(), thing.inside[0].key);
    const std::string author =
        fmt::format("{} {}", pick(first_names(), own), pick(last_names(), own / 7));
    thing.set("attributes", fmt::format(R"({{"created":{},"author":{}}})",
                                        json::quote(time_value(own)), json::quote(author)));
  }
}

}  // namespace

World array_world(const std::vector<std::string>& paths, std::uint64_t seed) {
  World out;
  std::vector<std::string> files(paths.begin(),
                                 paths.begin() + std::min<std::ptrdiff_t>(8, std::ssize(paths)));
  for (const Template& of : templates())
    if (files.size() < kFewestFiles || files.size() < paths.size())
      if (std::ranges::find(files, of.file) == files.end()) files.emplace_back(of.file);
  std::size_t next = seed % templates().size();
  for (const std::string& path : files) {
    const auto own = std::ranges::find(templates(), std::string_view(path), &Template::file);
    const Template& of = own != templates().end() ? *own : templates()[next++ % templates().size()];
    add_file(out, of, path, seed_of(seed, path));
  }
  out.complete_paths();
  describe_groups(out, seed);
  return out;
}

}  // namespace generator::world
