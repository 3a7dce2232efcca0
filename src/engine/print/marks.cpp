#include <qrencode.h>

#include <algorithm>
#include <cmath>

#include "base/result.hpp"
#include "base/text.hpp"
#include "engine/print/canvas.hpp"

namespace leye::print {
namespace {

// The outline of a text, centred on the origin, squeezed sideways as seal characters are.
void outline_centred(const Canvas& canvas, const std::string& text, double size, double squeeze) {
    const Block block = canvas.set(text, 0, {.size = size, .line_height = 0});
    PangoRectangle box;
    pango_layout_get_extents(block.layout.get(), nullptr, &box);
    cairo_t* c = canvas.cairo();
    cairo_save(c);
    cairo_scale(c, squeeze, 1);
    cairo_move_to(c, -static_cast<double>(box.width) / PANGO_SCALE / 2,
                  -static_cast<double>(box.height) / PANGO_SCALE / 2);
    pango_cairo_layout_path(c, block.layout.get());
    cairo_restore(c);
}

}  // namespace

void draw_qr(const Canvas& canvas, const std::string& content, double x, double y, double side) {
    struct Free {
        void operator()(QRcode* q) const { QRcode_free(q); }
    };
    const std::unique_ptr<QRcode, Free> code(
        QRcode_encodeData(static_cast<int>(content.size()),
                          reinterpret_cast<const unsigned char*>(content.data()), 0, QR_ECLEVEL_M));
    if (!code) throw Fault("a QR code cannot hold " + std::to_string(content.size()) + " bytes");
    const int n = code->width;
    const double module = side / n;
    cairo_t* c = canvas.cairo();
    canvas.use(ink);
    for (int row = 0; row < n; ++row)
        for (int from = 0; from < n;) {
            const auto dark = [&](int column) { return column < n && code->data[row * n + column] & 1; };
            if (!dark(from)) {
                ++from;
                continue;
            }
            int until = from;
            while (dark(until)) ++until;
            cairo_rectangle(c, x + from * module, y + row * module, (until - from) * module, module);
            from = until;
        }
    cairo_fill(c);
}

void draw_seal(const Canvas& canvas, const std::string& name, const std::string& below, double x, double y,
               double radius) {
    cairo_t* c = canvas.cairo();
    cairo_save(c);
    cairo_translate(c, x, y);
    cairo_push_group(c);
    canvas.use(seal_red);
    cairo_new_path(c);
    cairo_set_line_width(c, radius * 0.055);
    cairo_arc(c, 0, 0, radius * 0.97, 0, 2 * pi);
    cairo_stroke(c);

    for (int i = 0; i < 10; ++i) {
        const double length = radius * 0.3 * (i % 2 ? std::sin(pi / 10) / std::sin(3 * pi / 10) : 1);
        cairo_line_to(c, length * std::sin(i * pi / 5), -length * std::cos(i * pi / 5));
    }
    cairo_close_path(c);
    cairo_fill(c);

    // The name runs clockwise over the top; a long one reaches further round and gets smaller.
    const auto characters = text::code_points(name);
    const auto count = static_cast<double>(characters.size());
    const double step = count > 1 ? std::min(22.0, 250.0 / (count - 1)) * pi / 180 : 0;
    const double at = radius * 0.76;
    const double size = std::clamp(step > 0 ? at * step * 0.98 : radius * 0.3, radius * 0.14, radius * 0.29);
    for (size_t i = 0; i < characters.size(); ++i) {
        cairo_save(c);
        cairo_rotate(c, (static_cast<double>(i) - (count - 1) / 2) * step);
        cairo_translate(c, 0, -at);
        outline_centred(canvas, text::of_code_points({&characters[i], 1}), size, 0.82);
        cairo_fill(c);
        cairo_restore(c);
    }
    if (!below.empty()) {
        const auto length = static_cast<double>(text::length(below));
        cairo_save(c);
        cairo_translate(c, 0, radius * 0.52);
        outline_centred(canvas, below, std::min(radius * 0.2, radius * 1.15 / length), 0.9);
        cairo_fill(c);
        cairo_restore(c);
    }
    cairo_pop_group_to_source(c);
    cairo_paint_with_alpha(c, 0.86);
    cairo_restore(c);
}

}  // namespace leye::print
