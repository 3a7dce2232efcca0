#include "engine/store/pieces.hpp"

namespace leye::store {

const std::string& piece_marks() {
    static const std::string out = [] {
        std::string marks = "?";
        for (size_t i = 1; i < piece_max; ++i) marks += ", ?";
        return marks;
    }();
    return out;
}

}  // namespace leye::store
