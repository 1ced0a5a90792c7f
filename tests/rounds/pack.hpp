// ACTION's definitions and play files, read from the source tree. Only for the tests of this folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/machine/cascade.hpp"

namespace yellowsea::rounds {

std::string read_text(const std::filesystem::path& file);
// The five workflows as JSON, by the name of their file.
const std::vector<std::string>& kinds();
Json definition_json(const std::string& kind);
// A file of config/, by its name without ending.
Json configuration_json(const std::string& name);
const machine::Surroundings& surroundings();
// Every NAME.jsonl of this folder but the expected answers, in alphabetical order.
std::vector<std::filesystem::path> play_files();

}  // namespace yellowsea::rounds
