#include "engine/seal/seal.hpp"
#include "records/fact/line.hpp"

namespace leye::fact {
namespace {

std::string binding(int64_t batch, int64_t first_line) { return "fact_refused:" + std::to_string(batch) + ":" + std::to_string(first_line); }

std::optional<Piece> piece_of(store::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return Piece{rows.get<int64_t>(0), rows.get<store::Blob>(1).bytes};
}

}  // namespace

void put_outcomes(store::Transaction& tx, int64_t batch, int64_t first_line, std::string_view bytes) {
    tx.post("insert into fact_outcome (batch, first_line, outcomes) values (?, ?, ?)", batch, first_line, store::Blob{std::string(bytes)});
}

std::optional<Piece> next_outcomes(store::Connection& c, int64_t batch, int64_t after) {
    return piece_of(c.query("select first_line, outcomes from fact_outcome where batch = ? and first_line > ? order by first_line limit 1", batch, after));
}

void put_refused(store::Transaction& tx, const seal::Seal& seal, int64_t batch, int64_t first_line, std::string_view bytes) {
    tx.execute("insert into fact_refused (batch, first_line, sealed_lines) values (?, ?, ?)", batch, first_line, store::Blob{seal.encrypt(bytes, binding(batch, first_line))});
}

std::optional<Piece> next_refused(store::Connection& c, const seal::Seal& seal, int64_t batch, int64_t after) {
    auto out = piece_of(c.query("select first_line, sealed_lines from fact_refused where batch = ? and first_line > ? order by first_line limit 1", batch, after));
    if (out) out->bytes = seal.decrypt(out->bytes, binding(batch, out->first_line));
    return out;
}

std::span<const rotation::Column> sealed_columns() {
    using enum rotation::Kind;
    static const rotation::Column all[] = {
        {"fact_refused", "sealed_lines", {{"batch", integer}, {"first_line", integer}},
         [](const rotation::Name& n) { return binding(std::get<int64_t>(n[0]), std::get<int64_t>(n[1])); }},
    };
    return all;
}

}  // namespace leye::fact
