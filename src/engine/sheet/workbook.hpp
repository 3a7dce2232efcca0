#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sheet/number_format.hpp"
#include "engine/sheet/package.hpp"

/// What the cells of an .xlsx refer to: which sheet to read, number formats and shared texts.
namespace leye::sheet {

/// Texts by number, in one piece of memory.
class SharedTexts {
  public:
    void add(std::string_view text) {
        bytes_ += text;
        ends_.push_back(static_cast<uint32_t>(bytes_.size()));
    }
    size_t size() const { return ends_.size(); }
    std::string_view operator[](size_t i) const {
        const uint32_t from = i ? ends_[i - 1] : 0;
        return std::string_view(bytes_).substr(from, ends_[i] - from);
    }

  private:
    std::string bytes_;
    std::vector<uint32_t> ends_;
};

struct Workbook {
    Package package;
    std::string sheet_part, sheet_name;  ///< of the first visible sheet
    bool is_1904 = false;
    std::vector<NumberKind> styles;  ///< by a cell's style number
    SharedTexts texts;
};

/// Opens the container and reads all but the sheet itself. Fails: sheet_damaged, sheet_encrypted,
/// sheet_too_large, sheet_no_visible_sheet.
Result<Workbook> open_workbook(std::string_view bytes);

/// Appends `text` with the escapes «_x000D_» of the format undone for tab, line ends and the underscore.
void unescape(std::string_view text, std::string& out);

}  // namespace leye::sheet
