#pragma once
#include <string>

#include "app/demo/draw.hpp"

namespace leye::demo {

/// An invented person's name: common surnames and given characters by sex and generation, now and then a name
/// of one given character, a double surname, a character beyond the basic plane (𠮷 㛃 䶮 堃), a minority
/// name with ·.
std::string draw_name(Draw& draw, bool male, int birth_year);
/// A surname alone: «王».
std::string draw_surname(Draw& draw);
/// The two or three characters between the place and the trade of a firm: «和顺».
std::string draw_firm_word(Draw& draw);

}  // namespace leye::demo
