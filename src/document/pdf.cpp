// Pages by Pango, which breaks Chinese lines as the language wants, and Cairo, which embeds of each
// font what is used.

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <cassert>
#include <memory>

#include "document/paper.h"

namespace zhiheng::document {
namespace {

constexpr double millimetre = 72 / 25.4;  // in points

constexpr const char* body_fonts = "FangSong, STFangsong, FZFangSong-Z02, Noto Serif CJK SC, serif";
constexpr const char* title_fonts = "FZXiaoBiaoSong-B05, SimSun, STSong, Noto Serif CJK SC, serif";

struct Unref {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

cairo_status_t take(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

/// How a paragraph is set.
struct Setting {
  const char* fonts = body_fonts;
  double size = 0;  ///< in points; 0: of the body
  bool bold = false;
  PangoAlignment alignment = PANGO_ALIGN_LEFT;
  bool justified = false;
  double first_line = 0;  ///< indented by
  double right = 0;       ///< space kept free there
  double height = 1;      ///< in lines of the page
};

class Pages {
 public:
  Pages(cairo_t* cairo, const char* language, const catalog::PageMeasures& page)
      : cairo_(cairo),
        language_(language),
        page_(page),
        top_(page.top_mm * millimetre),
        left_(page.left_mm * millimetre),
        text_width_(page.text_width_mm * millimetre),
        pitch_(page.pitch_points()) {}

  void set(const std::string& text, const Setting& setting) {
    const Owned<PangoLayout> layout(pango_cairo_create_layout(cairo_));
    prepare(layout.get(), text, setting);
    pango_layout_set_width(layout.get(), units(text_width_ - setting.right));
    pango_layout_set_indent(layout.get(), units(setting.first_line));
    pango_layout_set_alignment(layout.get(), setting.alignment);
    pango_layout_set_justify(layout.get(), setting.justified ? TRUE : FALSE);
    const Iterator at(pango_layout_get_iter(layout.get()));
    do {
      if (!fits(setting.height)) turn();
      PangoRectangle extents;
      pango_layout_iter_get_line_extents(at.get(), nullptr, &extents);
      line_ += setting.height;
      cairo_move_to(cairo_, left_ + extents.x / double{PANGO_SCALE},
                    top_ + line_ * pitch_ - pitch_ * 0.3);
      pango_cairo_show_layout_line(cairo_, pango_layout_iter_get_line_readonly(at.get()));
    } while (pango_layout_iter_next_line(at.get()));
  }
  void skip(double lines) { line_ += lines; }
  /// So many lines stand together on one page.
  void keep_together(double lines) {
    if (!fits(lines)) turn();
  }
  [[nodiscard]] bool fits(double lines) const { return line_ + lines < page_.lines + 0.01; }
  void finish() { foot(); }

 private:
  struct FreeIterator {
    void operator()(PangoLayoutIter* at) const { pango_layout_iter_free(at); }
  };
  using Iterator = std::unique_ptr<PangoLayoutIter, FreeIterator>;

  static int units(double points) { return static_cast<int>(points * PANGO_SCALE); }

  void prepare(PangoLayout* layout, const std::string& text, const Setting& setting) const {
    const Owned<PangoFontDescription> font(pango_font_description_from_string(setting.fonts));
    pango_font_description_set_absolute_size(
        font.get(), (setting.size == 0 ? page_.body_points : setting.size) * PANGO_SCALE);
    if (setting.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_context_set_language(pango_layout_get_context(layout),
                               pango_language_from_string(language_));
    pango_layout_set_font_description(layout, font.get());
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  }

  // GB/T 9704-2012, 7.5: numbers between dashes, 7 mm below the text, on the outer side.
  void foot() {
    const Owned<PangoLayout> layout(pango_cairo_create_layout(cairo_));
    prepare(layout.get(), "— " + std::to_string(number_) + " —",
            {.fonts = title_fonts, .size = double(page_.number_points)});
    int width = 0;
    pango_layout_get_size(layout.get(), &width, nullptr);
    const bool odd = number_ % 2 == 1;
    const double em = page_.body_points;
    const double x = odd ? left_ + text_width_ - em - width / double{PANGO_SCALE} : left_ + em;
    cairo_move_to(cairo_, x, top_ + (page_.text_height_mm + 7) * millimetre);
    pango_cairo_show_layout(cairo_, layout.get());
  }

  void turn() {
    foot();
    cairo_show_page(cairo_);
    ++number_;
    line_ = 0;
  }

  cairo_t* cairo_;
  const char* language_;
  double line_ = 0;
  int number_ = 1;
  const catalog::PageMeasures& page_;
  double top_, left_, text_width_, pitch_;  ///< in points
};

void describe(cairo_surface_t* surface, const Paper& paper) {
  const std::string at = to_text(paper.dated) + "T00:00:00+08:00";
  const std::pair<cairo_pdf_metadata_t, const std::string*> facts[] = {
      {CAIRO_PDF_METADATA_TITLE, &paper.title},    {CAIRO_PDF_METADATA_AUTHOR, &paper.issuer},
      {CAIRO_PDF_METADATA_SUBJECT, &paper.source}, {CAIRO_PDF_METADATA_KEYWORDS, &paper.record},
      {CAIRO_PDF_METADATA_CREATE_DATE, &at},       {CAIRO_PDF_METADATA_MOD_DATE, &at}};
  for (const auto& [what, text] : facts)
    cairo_pdf_surface_set_metadata(surface, what, text->c_str());
}

void write(const Paper& paper, Pages& pages) {
  const bool chinese = paper.language == Language::zh;
  const double em = paper.page.body_points, second = paper.page.title_points;
  pages.set(paper.issuer,
            {.fonts = title_fonts, .size = second, .alignment = PANGO_ALIGN_CENTER, .height = 1.3});
  pages.set(paper.title, {.fonts = title_fonts,
                          .size = second,
                          .bold = true,
                          .alignment = PANGO_ALIGN_CENTER,
                          .height = 1.3});
  pages.skip(0.4);
  pages.set(paper.number, {.alignment = PANGO_ALIGN_RIGHT});
  pages.set(paper.recipient, {});
  for (const std::string& paragraph : paper.paragraphs) {
    pages.set(paragraph, {.justified = true, .first_line = 2 * em});
  }
  // A signature alone on a page could be put under any text: it gives up its distance first.
  if (pages.fits(4)) pages.skip(1);
  pages.keep_together(3);
  const Setting end{.alignment = PANGO_ALIGN_RIGHT, .right = 4 * em};
  pages.set(paper.issuer, end);
  pages.set(paper.dated_text, end);
  pages.set(chinese ? "（印章）" : "(seal)", end);
  pages.finish();
}

}  // namespace

std::string as_pdf(const Paper& paper) {
  std::string bytes;
  const Owned<cairo_surface_t> surface(cairo_pdf_surface_create_for_stream(
      take, &bytes, paper.page.width_mm * millimetre, paper.page.height_mm * millimetre));
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
  describe(surface.get(), paper);
  {
    const Owned<cairo_t> cairo(cairo_create(surface.get()));
    Pages pages(cairo.get(), paper.language == Language::zh ? "zh-cn" : "en", paper.page);
    write(paper, pages);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  // It writes into memory: nothing but that can run out.
  assert(cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS);
  return bytes;
}

}  // namespace zhiheng::document
