#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// A small pull scanner for the XML of spreadsheets: UTF-8, no document type, so no entities but the five of
/// XML.
namespace leye::sheet {

class XmlScanner {
  public:
    enum class Event { open, close, text, end, damaged };
    /// Gives the next piece of the document, empty at its end, or what forbids to read on.
    using Fill = std::function<Result<std::string_view>()>;

    explicit XmlScanner(Fill fill) : fill_(std::move(fill)) {}

    /// The next event; after `end` or `damaged` the same again. An element without content gives `open` and
    /// `close`. Adjacent text may come in several pieces.
    Event next();
    /// The element's name without prefix, for `open` and `close`. Valid until the next call, as all views
    /// here.
    std::string_view name() const { return name_; }
    /// The raw value of an attribute of the open element, looked for by its name without prefix.
    std::optional<std::string_view> attribute(std::string_view name) const;
    /// Why the last event is `damaged`: sheet_damaged, or what `Fill` refused.
    const Refusal& refusal() const { return refusal_; }
    /// Decoded text.
    std::string_view text() const { return text_; }

  private:
    bool more();
    Event fail();
    size_t find(std::string_view wanted, size_t from);
    Event markup();

    Fill fill_;
    std::string buffer_;
    size_t at_ = 0;
    Refusal refusal_;
    bool drained_ = false, failed_ = false, close_pending_ = false;
    int depth_ = 0;
    std::string_view name_, attributes_;
    std::string text_;
};

/// Decodes the five entities and character references of `raw` onto `out`; false where there is another.
bool decode_entities(std::string_view raw, std::string& out);

}  // namespace leye::sheet
