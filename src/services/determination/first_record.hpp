#pragma once
#include "engine/lines/look.hpp"

namespace leye::determination {

/// The first record of a file, in UTF-8. Fails: as lines::Blocks::next, lines_empty.
Result<std::string> first_record_of(const lines::Origin& origin, lines::Encoding encoding);

}  // namespace leye::determination
