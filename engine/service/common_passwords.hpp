// What guessers try first. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace yellowsea {

// Whether it is one of the listed words, in lower case: a whole password, or one without the digits and signs
// at its end.
bool is_common_password(std::string_view word);
std::size_t common_passwords();  // how many there are

}  // namespace yellowsea
