#include "engine/sheet/xlsx_reader.hpp"

#include <charconv>

#include "base/text.hpp"
#include "engine/sheet/workbook.hpp"
#include "engine/sheet/xml_scanner.hpp"

namespace leye::sheet {
namespace {

using Event = XmlScanner::Event;

constexpr size_t cell_bytes_max = cell_length_max * 4;

tl::unexpected<Refusal> refuse_cell(std::string code, int column, int row,
                                    std::map<std::string, std::string> more = {}) {
    more["cell"] = cell_name(column, row);
    more["row"] = std::to_string(row);
    more["column"] = std::to_string(column + 1);
    return refuse(std::move(code), "file", std::move(more));
}

std::optional<int> number_of(std::string_view text) {
    int out = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc{} || end != text.data() + text.size() || out < 0) return std::nullopt;
    return out;
}

// The column of "AB12", from 0.
std::optional<int> column_of(std::string_view reference) {
    int column = 0;
    size_t i = 0;
    for (; i < reference.size() && i < 4 && reference[i] >= 'A' && reference[i] <= 'Z'; ++i)
        column = column * 26 + (reference[i] - 'A' + 1);
    if (i == 0 || i == reference.size() || reference[i] < '0' || reference[i] > '9') return std::nullopt;
    return column - 1;
}

enum class CellType { number, shared, text, boolean, error, date };

CellType type_of(std::string_view t) {
    if (t == "s") return CellType::shared;
    if (t == "str" || t == "inlineStr") return CellType::text;
    if (t == "b") return CellType::boolean;
    if (t == "e") return CellType::error;
    if (t == "d") return CellType::date;
    return CellType::number;
}

class XlsxSource : public Reader::Source {
  public:
    XlsxSource(Workbook book, Part sheet, Content content)
        : book_(std::move(book)), sheet_(std::move(sheet)), content_(content), xml_([this] { return sheet_.read(); }) {}

    Result<std::optional<Row>> next() override {
        auto row = read_row();
        if (!row) row.error().details["sheet"] = book_.sheet_name;
        return row;
    }

  private:
    Result<std::optional<Row>> read_row() {
        Row row;
        std::optional<Refusal> fault;  // the first of the row; the rest of the row is read all the same
        for (;;) {
            switch (xml_.next()) {
                case Event::damaged:
                    return tl::unexpected(xml_.refusal());
                case Event::end:
                    return std::nullopt;
                case Event::text:
                    if (in_value_) {
                        raw_ += xml_.text();
                        if (raw_.size() > 4 * cell_bytes_max) return refuse("sheet_damaged", "file");
                    }
                    break;
                case Event::open:
                    if (auto ok = open_element(row); !ok) return tl::unexpected(std::move(ok.error()));
                    break;
                case Event::close:
                    in_value_ = false;
                    if (xml_.name() == "rPh") in_phonetic_ = false;
                    if (xml_.name() == "sheetData") return std::nullopt;
                    if (xml_.name() == "c" && in_cell_) {
                        in_cell_ = false;
                        auto ok = close_cell(row);
                        if (!ok && (ok.error().code == "sheet_damaged" ||
                                    ok.error().code == "sheet_too_many_columns"))
                            return tl::unexpected(std::move(ok.error()));
                        if (!ok && !fault) fault = std::move(ok.error());
                    }
                    if (xml_.name() == "row" && row.number > 0) {
                        if (fault) return tl::unexpected(std::move(*fault));
                        return row;
                    }
            }
        }
    }

    Result<void> open_element(Row& row) {
        const auto name = xml_.name();
        if (name == "row") {
            const auto given = xml_.attribute("r");
            const auto number = given ? number_of(*given) : row_ + 1;
            if (!number || *number <= row_ || row.number > 0) return refuse("sheet_damaged", "file");
            if (*number > rows_max)
                return refuse("sheet_too_many_rows", "file", {{"limit", std::to_string(rows_max)}});
            row.number = row_ = *number;
            column_ = -1;
        } else if (name == "c" && row.number > 0) {
            const auto reference = xml_.attribute("r");
            const auto column = reference ? column_of(*reference) : column_ + 1;
            if (!column || *column <= column_) return refuse("sheet_damaged", "file");
            column_ = *column;
            const auto style = xml_.attribute("s");
            style_ = style ? static_cast<size_t>(number_of(*style).value_or(0)) : 0;
            type_ = type_of(xml_.attribute("t").value_or(""));
            raw_.clear();
            in_cell_ = true;
            has_formula_ = false;
        } else if (name == "f" && in_cell_) {
            has_formula_ = true;
        } else if (name == "rPh") {
            in_phonetic_ = true;
        } else if (name == "v" || name == "t") {
            in_value_ = in_cell_ && !in_phonetic_;
        } else {
            in_value_ = false;
        }
        return {};
    }

    Result<void> close_cell(Row& row) {
        if (has_formula_ && content_ == Content::plain) return refuse_cell("sheet_formula", column_, row_);
        if (raw_.empty()) return {};
        auto text = cell_text();
        if (!text) {
            if (text.error().code == "sheet_damaged") return tl::unexpected(std::move(text.error()));
            return refuse_cell(text.error().code, column_, row_, text.error().details);
        }
        if (content_ == Content::plain && !is_plain()) return refuse_cell("sheet_cell_not_plain", column_, row_, {{"value", *text}});
        const auto trimmed = text::trim(*text);
        if (trimmed.empty()) return {};
        if (!text::is_utf8(trimmed)) return refuse("sheet_damaged", "file");
        if (column_ >= columns_max)
            return refuse("sheet_too_many_columns", "file",
                          {{"row", std::to_string(row_)}, {"limit", std::to_string(columns_max)}});
        if (trimmed.size() > cell_length_max && text::length(trimmed) > cell_length_max)
            return refuse_cell("sheet_cell_too_long", column_, row_,
                               {{"limit", std::to_string(cell_length_max)}});
        row.cells.resize(static_cast<size_t>(column_) + 1);
        row.cells.back() = trimmed;
        return {};
    }

    bool is_plain() const {
        if (type_ == CellType::boolean || type_ == CellType::date) return false;
        return type_ != CellType::number || style_ >= book_.styles.size() || book_.styles[style_] == NumberKind::plain;
    }

    Result<std::string> cell_text() {
        switch (type_) {
            case CellType::shared: {
                const auto index = number_of(text::trim(raw_));
                if (!index || static_cast<size_t>(*index) >= book_.texts.size())
                    return refuse("sheet_damaged", "file");
                return std::string(book_.texts[static_cast<size_t>(*index)]);
            }
            case CellType::text: {
                std::string out;
                unescape(raw_, out);
                return out;
            }
            case CellType::boolean:
                return std::string(text::trim(raw_) == "0" ? "FALSE" : "TRUE");
            case CellType::error:
                return refuse("sheet_cell_error", "file", {{"value", raw_.substr(0, 20)}});
            case CellType::date: {
                // ISO 8601: "2026-11-23" or "2026-11-23T08:30:00", here without a time that is midnight.
                if (raw_.size() < 19 || raw_[10] != 'T') return raw_;
                const auto time = raw_.substr(11, 8);
                return time == "00:00:00" ? raw_.substr(0, 10) : raw_.substr(0, 10) + " " + time;
            }
            case CellType::number:
                break;
        }
        const auto kind = style_ < book_.styles.size() ? book_.styles[style_] : NumberKind::plain;
        auto text = number_text(text::trim(raw_), kind, book_.is_1904);
        if (!text) text.error().field = "file";
        return text;
    }

    Workbook book_;
    Part sheet_;
    Content content_;
    XmlScanner xml_;
    int row_ = 0, column_ = -1;
    size_t style_ = 0;
    CellType type_ = CellType::number;
    std::string raw_;
    bool in_cell_ = false, has_formula_ = false, in_value_ = false, in_phonetic_ = false;
};

Result<void> check_sheet(const Package& package, const std::string& name) {
    auto part = package.part(name, unpacked_bytes_max);
    if (!part) return tl::unexpected(std::move(part.error()));
    XmlScanner xml([&] { return part->read(); });
    for (;;) {
        const Event event = xml.next();
        if (event == Event::damaged) return tl::unexpected(xml.refusal());
        if (event == Event::end) return {};
        if (event == Event::open && xml.name() == "mergeCell")
            return refuse("sheet_merged_cell", "file",
                          {{"cell", std::string(xml.attribute("ref").value_or("?"))}});
    }
}

}  // namespace

Result<Reader> open_xlsx(std::string_view bytes, Content content) {
    auto book = open_workbook(bytes);
    if (!book) return tl::unexpected(std::move(book.error()));
    if (auto ok = check_sheet(book->package, book->sheet_part); !ok) {
        ok.error().details["sheet"] = book->sheet_name;
        return tl::unexpected(std::move(ok.error()));
    }
    auto part = book->package.part(book->sheet_part, unpacked_bytes_max);
    if (!part) return tl::unexpected(std::move(part.error()));
    std::string name = book->sheet_name;
    auto source = std::make_unique<XlsxSource>(std::move(*book), std::move(*part), content);
    return Reader(Format::xlsx, Encoding::utf8, std::move(source), std::move(name));
}

}  // namespace leye::sheet
