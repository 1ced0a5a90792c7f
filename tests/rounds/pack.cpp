#include "tests/rounds/pack.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "engine/base/json_read.hpp"
#include "engine/machine/parse.hpp"

namespace yellowsea::rounds {
namespace {

const std::filesystem::path source{YELLOWSEA_SOURCE_DIR};

Json parse_file(const std::filesystem::path& file) {
  JsonLimits limits;
  limits.bytes = 4 * 1024 * 1024;
  limits.depth = 64;
  limits.elements = 10'000;
  limits.keys = 10'000;
  auto json = read_json(read_text(file), limits);
  if (!json) throw std::runtime_error(file.string() + ": " + json.error().detail);
  return *json;
}

machine::Surroundings read_surroundings() {
  machine::Surroundings result;
  for (const std::string& kind : kinds()) {
    const auto parsed = machine::parse_definition(read_text(source / "workflows" / (kind + ".json")));
    for (const auto& diagnostic : parsed.diagnostics) {
      throw std::runtime_error(machine::to_text(kind + ".json", diagnostic));
    }
    result.definitions[kind] = parsed.definition;
  }
  for (const Json& organisation : parse_file(source / "config" / "organisations.json")) {
    result.zone_of_organisation[organisation.at("id")] = organisation.at("zone");
  }
  return result;
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

const std::vector<std::string>& kinds() {
  static const std::vector<std::string> names{"round", "problem_report", "action_plan", "memorandum",
                                              "commitment"};
  return names;
}

Json definition_json(const std::string& kind) { return parse_file(source / "workflows" / (kind + ".json")); }

Json configuration_json(const std::string& name) { return parse_file(source / "config" / (name + ".json")); }

const machine::Surroundings& surroundings() {
  static const machine::Surroundings read = read_surroundings();
  return read;
}

std::vector<std::filesystem::path> play_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(source / "tests" / "rounds")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".jsonl" && name.find(".expected.") == std::string::npos)
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace yellowsea::rounds
