#include "engine/sheet/csv_reader.hpp"

#include <array>

#include "base/text.hpp"
#include "engine/sheet/encoding.hpp"
#include "engine/sheet/guard.hpp"

namespace leye::sheet {
namespace {

tl::unexpected<Refusal> refuse_at(const char* code, int row, size_t column,
                                  std::map<std::string, std::string> more = {}) {
    more["row"] = std::to_string(row);
    more["column"] = std::to_string(column + 1);
    more["cell"] = cell_name(static_cast<int>(column), row);
    return refuse(code, "file", std::move(more));
}

// A control character cannot stand in a cell.
bool is_control(char c) {
    return static_cast<uint8_t>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

// Where in the table an offset is, by a plain count: the text there does not parse.
tl::unexpected<Refusal> refuse_bytes(std::string_view bytes, size_t at, char separator) {
    int row = 1;
    size_t column = 0;
    bool quoted = false;
    for (size_t i = 0; i < at; ++i) {
        if (bytes[i] == '"') quoted = !quoted;
        if (quoted) continue;
        if (bytes[i] == separator) ++column;
        if (bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n')) {
            ++row;
            column = 0;
        }
    }
    return refuse_at("sheet_bad_bytes", row, column);
}

char find_separator(std::string_view text) {
    std::array<size_t, 3> counts{};
    constexpr std::string_view candidates = ",;\t";
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        if (const size_t i = candidates.find(c); i != candidates.npos) ++counts[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < counts.size(); ++i)
        if (counts[i] > counts[best]) best = i;
    return candidates[best];
}

class CsvSource : public Reader::Source {
  public:
    Decoded decoded;

    void start() {
        text_ = decoded.text;
        // Excel's own convention for naming the separator.
        if (text_.size() >= 5 && text_.starts_with("sep=") &&
            std::string_view(",;\t").find(text_[4]) != text_.npos &&
            (text_.size() == 5 || text_[5] == '\r' || text_[5] == '\n')) {
            separator_ = text_[4];
            at_ = 5;
            skip_line_end();
        } else {
            separator_ = find_separator(text_);
        }
    }

    Result<std::optional<Row>> next() override {
        if (at_ >= text_.size()) return std::nullopt;
        if (row_ == rows_max)
            return refuse("sheet_too_many_rows", "file", {{"limit", std::to_string(rows_max)}});
        Row row{.number = ++row_};
        std::optional<Refusal> too_long;
        for (;;) {
            cell_.clear();
            if (auto read = read_cell(row.cells.size()); !read)
                return tl::unexpected(std::move(read.error()));
            const auto trimmed = text::trim(cell_);
            if (!too_long && trimmed.size() > cell_length_max && text::length(trimmed) > cell_length_max)
                too_long = refuse_at("sheet_cell_too_long", row_, row.cells.size(),
                                     {{"limit", std::to_string(cell_length_max)}})
                               .value();
            if (row.cells.size() == columns_max) {
                if (!trimmed.empty())
                    return refuse("sheet_too_many_columns", "file",
                                  {{"row", std::to_string(row_)}, {"limit", std::to_string(columns_max)}});
            } else {
                row.cells.emplace_back(unguard(trimmed));
            }
            if (at_ >= text_.size() || text_[at_] != separator_) break;
            ++at_;
        }
        skip_line_end();
        if (too_long) return tl::unexpected(std::move(*too_long));
        return row;
    }

  private:
    void skip_line_end() {
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    }

    bool at_cell_end() const {
        return at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r';
    }

    // Reads one cell into cell_ and stops on what ends it.
    Result<void> read_cell(size_t column) {
        const bool quoted = at_ < text_.size() && text_[at_] == '"';
        if (!quoted) {
            const size_t start = at_;
            for (; !at_cell_end(); ++at_) {
                if (text_[at_] == '"') return refuse_at("sheet_bad_quote", row_, column);
                if (is_control(text_[at_])) return refuse_at("sheet_bad_bytes", row_, column);
            }
            cell_ = text_.substr(start, at_ - start);
            return {};
        }
        for (++at_;; ++at_) {
            if (at_ >= text_.size()) return refuse_at("sheet_bad_quote", row_, column);
            if (is_control(text_[at_])) return refuse_at("sheet_bad_bytes", row_, column);
            if (text_[at_] == '"') {
                ++at_;
                if (at_ >= text_.size() || text_[at_] != '"') break;
            }
            cell_ += text_[at_];
        }
        if (!at_cell_end()) return refuse_at("sheet_bad_quote", row_, column);
        return {};
    }

    std::string_view text_;
    size_t at_ = 0;
    int row_ = 0;
    char separator_ = ',';
    std::string cell_;
};

}  // namespace

Result<Reader> open_csv(std::string_view bytes, const std::string& file_name) {
    if (!bytes.starts_with("\xff\xfe") && bytes.substr(0, 4096).find('\0') != bytes.npos)
        return refuse("sheet_kind_unknown", "file", {{"file", file_name}});
    auto source = std::make_unique<CsvSource>();
    decode(bytes, source->decoded);
    if (source->decoded.bad_at) return refuse_bytes(bytes, *source->decoded.bad_at, find_separator(bytes));
    if (text::trim(source->decoded.text).empty()) return refuse("sheet_empty", "file");
    source->start();
    const Encoding encoding = source->decoded.encoding;
    return Reader(Format::csv, encoding, std::move(source));
}

}  // namespace leye::sheet
