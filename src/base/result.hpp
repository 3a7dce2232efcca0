#pragma once
#include <map>
#include <source_location>
#include <stdexcept>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace leye {

/// An ordinary «no»: a rule or the input refuses. The sentence and the next step for `code` live in
/// catalog/refusals, never in C++.
struct Refusal {
    std::string code;    ///< e.g. "document_check_digit"; the name of an entry in catalog/refusals
    std::string field;   ///< JSON path of the field at fault, empty where no single field is
    std::string clause;  ///< clause or law behind it, empty where the entry in catalog/refusals says it
    std::map<std::string, std::string> details;  ///< values to put into the sentence, by name
    std::vector<Refusal> also;  ///< further refusals of the same input, each with its own field
};

/// The outcome of anything that may be refused. Faults and bugs are exceptions, never a Result.
template <class T>
using Result = tl::expected<T, Refusal>;

/// The refusal `code`, ready to be returned from any function that gives a Result.
inline tl::unexpected<Refusal> refuse(std::string code, std::string field = {},
                                      std::map<std::string, std::string> details = {}) {
    return tl::unexpected<Refusal>(
        Refusal{.code = std::move(code), .field = std::move(field), .clause = {}, .details = std::move(details), .also = {}});
}

/// A database, disk or peer failed: the operator acts, the caller may try again. HTTP 503.
class Fault : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// An invariant of the program broke: a developer acts. HTTP 500; the transaction is rolled back.
class Bug : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// Throws Bug naming the place unless `holds`. Always on.
inline void expect(bool holds, const char* what, std::source_location at = std::source_location::current()) {
    if (!holds)
        throw Bug(std::string(what) + " (" + at.file_name() + ":" + std::to_string(at.line()) + ")");
}

}  // namespace leye
