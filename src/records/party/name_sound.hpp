#pragma once
#include <string>
#include <string_view>
#include <vector>

/// How names sound: in pinyin without tones, with ü as u, as in GB/T 28039 and on every keyboard.
namespace leye::party {

/// One part of a name: a Han character with the ways it is read, or a word of Latin letters.
struct NamePart {
    std::string text;                   ///< as written; letters in lower case
    std::vector<std::string> readings;  ///< the usual one first; never empty
    bool operator==(const NamePart&) const = default;
};

/// The parts of a name; dots, spaces and hyphens only separate. A character at the beginning is read as a surname too
/// (单 dan and shan, 尉迟 yu chi), unless dots show that the name has none. A character without a reading reads as itself.
std::vector<NamePart> name_parts(std::string_view name);

/// The usual reading of one Han character.
std::string usual_reading(std::string_view character);

/// The syllable these letters spell («lv» and «lyu» are «lu»); empty where they spell none.
std::string_view syllable_of(std::string_view letters);

}  // namespace leye::party
