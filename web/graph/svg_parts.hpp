// Text, numbers and attributes as SVG wants them. Pure; any thread.
#pragma once

#include <string>

#include "engine/machine/graph/phrase.hpp"

namespace yellowsea::web::svg {

std::string escaped(const std::string& text);
// With one decimal, if it is not zero.
std::string number(double value);
// ' name="value"'
std::string attribute(const char* name, double value);
std::string attribute(const char* name, const std::string& value);
// Families that have the language's glyphs on usual systems.
const char* fonts(machine::graph::Language language);

}  // namespace yellowsea::web::svg
