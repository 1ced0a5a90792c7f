// Texts for patterns.
#include <algorithm>

#include "engine/machine/simulate_data.hpp"

namespace yellowsea::machine {
namespace {

constexpr const char* word_characters = "abcdefghijklmnopqrstuvwxyz0123456789_";

class PatternText {
 public:
  PatternText(const std::string& pattern, Random& random) : pattern_(pattern), random_(random) {}
  std::string make() { return alternatives(); }

 private:
  bool at_end() const { return at_ >= pattern_.size(); }
  char peek() const { return at_end() ? '\0' : pattern_[at_]; }
  char take() { return at_end() ? '\0' : pattern_[at_++]; }

  // All alternatives are read, one of them is kept.
  std::string alternatives() {
    std::vector<std::string> choices{sequence()};
    while (peek() == '|') {
      take();
      choices.push_back(sequence());
    }
    return random_.pick(choices);
  }

  std::string sequence() {
    std::string text;
    while (!at_end() && peek() != '|' && peek() != ')') {
      const std::size_t begin = at_;
      std::string one = atom();
      const std::size_t end = at_;
      const auto [least, most] = repetition();
      const std::size_t count = least + random_.below(most - least + 1);
      if (count == 0) one.clear();
      const std::size_t after = at_;
      for (std::size_t i = 1; i < count; ++i) {
        at_ = begin;
        one += atom();
        at_ = end;
      }
      at_ = std::max(after, at_);
      text += one;
    }
    return text;
  }

  std::string atom() {
    const char c = take();
    switch (c) {
      case '^':
      case '$':
        return "";
      case '.':
        return std::string(1, any_of(word_characters));
      case '(':
        return group();
      case '[':
        return std::string(1, character_class());
      case '\\':
        return escape();
      default:
        return std::string(1, c);
    }
  }

  std::string group() {
    if (peek() == '?') {
      take();
      take();  // ':' of a group that is not remembered
    }
    std::string text = alternatives();
    if (peek() == ')') take();
    return text;
  }

  char any_of(const std::string& characters) {
    return characters.empty() ? 'x' : characters[random_.below(characters.size())];
  }

  std::string escape() {
    const char c = take();
    if (c == 'd') return std::string(1, any_of("0123456789"));
    if (c == 'w') return std::string(1, any_of(word_characters));
    if (c == 's') return " ";
    if (c == 'b') return "";
    return std::string(1, c);
  }

  char character_class() {
    const bool negated = peek() == '^';
    if (negated) take();
    std::string members;
    while (!at_end() && peek() != ']') {
      char c = take();
      if (c == '\\') {
        c = take();
        if (c == 'd') members += "0123456789";
        if (c == 'w') members += word_characters;
        if (c == 'd' || c == 'w') continue;
      }
      if (peek() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
        take();
        // Bytes, not signed characters: a range may end beyond ASCII.
        const auto last = static_cast<unsigned char>(take());
        for (int member = static_cast<unsigned char>(c); member <= last; ++member)
          members += static_cast<char>(member);
      } else {
        members += c;
      }
    }
    take();
    if (!negated) return any_of(members);
    std::string others;
    for (const char c : std::string(word_characters)) {
      if (members.find(c) == std::string::npos) others += c;
    }
    return any_of(others);
  }

  std::pair<std::size_t, std::size_t> repetition() {
    constexpr std::size_t some = 4;
    switch (peek()) {
      case '?':
        take();
        return {0, 1};
      case '*':
        take();
        return {0, some};
      case '+':
        take();
        return {1, some};
      case '{': {
        take();
        const std::size_t least = number();
        std::size_t most = least;
        if (peek() == ',') {
          take();
          most = peek() == '}' ? least + some : number();
        }
        if (peek() == '}') take();
        return {least, std::max(least, std::min(most, least + 2 * some))};
      }
      default:
        return {1, 1};
    }
  }

  std::size_t number() {
    std::size_t value = 0;
    while (peek() >= '0' && peek() <= '9' && value < 10'000)
      value = value * 10 + static_cast<std::size_t>(take() - '0');
    return value;
  }

  const std::string& pattern_;
  Random& random_;
  std::size_t at_ = 0;
};

}  // namespace

std::string random_match(const std::string& pattern, Random& random) {
  return PatternText(pattern, random).make();
}

}  // namespace yellowsea::machine
