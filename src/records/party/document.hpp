#pragma once
#include <string>

#include "base/date.hpp"
#include "records/reference/document.hpp"

namespace leye::party {

/// An identity document that a person's file holds.
struct Document {
    reference::DocumentType type;
    std::string number;  ///< normalised, in the clear
    Instant added_at;

    /// "379914********8159".
    std::string masked() const;
};

/// A document number with all but its ends starred; short numbers keep less.
std::string mask_number(std::string_view number);

}  // namespace leye::party
