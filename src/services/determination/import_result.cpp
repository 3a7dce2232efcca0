#include "services/determination/import_result.hpp"

#include "engine/sheet/guard.hpp"

namespace leye::determination {
namespace {

void put_cell(std::string& out, std::string_view text) {
    const std::string cell = sheet::guard(text);
    if (cell.find_first_of(",\"\r\n") == cell.npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

}  // namespace

void write_line_results(store::Database& db, const catalog::Catalog& catalog, const catalog::Phrases& phrases, const Source& source, int64_t batch, const ResultOptions& options,
                  const std::function<void(std::string_view)>& out) {
    constexpr size_t piece = 64 * 1024;
    const auto in_language = [&](const auto& words) -> const std::string& { return options.english ? words.en : words.zh; };
    std::string text = "\xef\xbb\xbf" + in_language(phrases.get("fact_result_titles")) + "\r\n";
    // What stands behind the line's number is the same for all lines with the same verdict.
    std::map<std::pair<Said, uint8_t>, std::string> tails;
    const auto tail_of = [&](Verdict v) -> const std::string& {
        auto [at, fresh] = tails.try_emplace({v.said, v.column});
        if (!fresh) return at->second;
        std::string& tail = at->second;
        const std::string code(code_of(v.said));
        tail += ',';
        put_cell(tail, in_language(phrases.get("fact_said_" + (is_good(v.said) ? code : "refused"))));
        tail += ',';
        tail += code;
        tail += ',';
        if (v.column > 0 && v.column <= source.columns.size()) put_cell(tail, in_language(source.columns[v.column - 1u].label));
        tail += ',';
        const auto* refusal = is_refused(v.said) ? catalog.find_refusal(code) : nullptr;
        if (v.said == Said::person_unknown) {
            put_cell(tail, in_language(phrases.get("fact_person_unknown")));
            tail += ',';
            put_cell(tail, in_language(phrases.get("fact_person_unknown_next")));
        } else if (refusal) {
            put_cell(tail, in_language(refusal->detail));
            tail += ',';
            put_cell(tail, in_language(refusal->next));
        } else {
            tail += ',';
        }
        tail += "\r\n";
        return tail;
    };
    each_line(db, batch, [&](const KeptLine& line) {
        if (options.refused_only && !is_refused(line.verdict.said)) return;
        text += std::to_string(line.line);
        text += tail_of(line.verdict);
        if (text.size() < piece) return;
        out(text);
        text.clear();
    });
    out(text);
}

}  // namespace leye::determination
