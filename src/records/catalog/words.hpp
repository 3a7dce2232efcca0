#pragma once
#include <string>

#include "base/json.hpp"

namespace leye::catalog {

/// One text in Chinese and English.
struct Words {
    std::string zh, en;
};
BOOST_DESCRIBE_STRUCT(Words, (), (zh, en))

}  // namespace leye::catalog
