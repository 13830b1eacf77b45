// Makes Korean words searchable.
//
// mdBook's index keeps only words of Latin letters and digits. It also stores the text of each section, from
// which an index of all words is made here when the search is first opened. `book.toml` lets a term
// match the beginning of a word, so that '학습' finds '학습률을'.
'use strict';

{
  const word = (token) => token.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') || undefined;
  elasticlunr.Pipeline.registerFunction(word, 'word');

  elasticlunr.Index.load = (stored) => {
    const index = new elasticlunr.Index();
    index.pipeline.add(word);
    index.setRef(stored.ref);
    stored.fields.forEach((field) => index.addField(field));
    Object.values(stored.documentStore.docs).forEach((section) => index.addDoc(section));
    return index;
  };
}
