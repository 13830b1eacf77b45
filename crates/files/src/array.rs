//! Arrays with the names that a file gives them.

use crate::FileError;
use crate::element::{ByteOrder, Element};
use crate::entry_type::EntryType;
use crate::fault::DescriptionFault;
use crate::limits::Budget;
use crate::note::Note;
use crate::shape::NamedShape;
use crate::statement::Statement;
use feedforward_bytes::{Kind, escape, excerpt};
use ndarray::{ArrayD, IxDyn, ShapeBuilder};
use std::borrow::Cow;

/// The most axes that an array may have, NumPy's own bound.
pub(crate) const MAX_AXES: usize = 64;

/// How an array's elements lie in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// The last axis varies fastest.
    C,
    /// The first axis varies fastest.
    Fortran,
}

/// One array of a file: its name, what it is, and its bytes as the file holds them.
#[derive(Clone, Debug)]
pub struct NamedArray<'a> {
    name: String,
    shape: Vec<usize>,
    element: Element,
    byte_order: ByteOrder,
    order: Order,
    data: Cow<'a, [u8]>,
}

/// What an array is, before its bytes are known to fit.
pub(crate) struct Header {
    pub(crate) shape: Vec<usize>,
    pub(crate) element: Element,
    pub(crate) byte_order: ByteOrder,
    pub(crate) order: Order,
}

impl Header {
    /// How many bytes the elements take, in checked arithmetic.
    pub(crate) fn bytes(&self, name: &str) -> Result<usize, FileError> {
        let too_large = || FileError::ShapeTooLarge {
            name: name.to_owned(),
            axes: self.shape.len(),
            shape: self.shape[..self.shape.len().min(8)].to_vec(),
        };
        if self.shape.len() > MAX_AXES {
            return Err(too_large());
        }
        // ndarray requires the product of the axes that are not empty to fit as well.
        let product = self
            .shape
            .iter()
            .filter(|&&length| length != 0)
            .try_fold(self.element.width().max(size_of::<f32>()), |product, &length| {
                product.checked_mul(length)
            });
        match product {
            Some(product) if isize::try_from(product).is_ok() => {
                Ok(self.shape.iter().product::<usize>() * self.element.width())
            }
            _ => Err(too_large()),
        }
    }
}

impl<'a> NamedArray<'a> {
    /// Checks that `data` is exactly what `header` says, and charges it to `budget`.
    pub(crate) fn new(
        name: &str,
        header: Header,
        data: Cow<'a, [u8]>,
        budget: &mut Budget,
    ) -> Result<Self, FileError> {
        let expected = header.bytes(name)?;
        if expected != data.len() {
            return Err(FileError::DataLength {
                name: name.to_owned(),
                shape: header.shape,
                element: header.element,
                expected,
                found: data.len(),
            });
        }
        let as_f32 = expected / header.element.width() * size_of::<f32>();
        budget.take(as_f32.max(expected))?;
        let name = escape(name).into_owned();
        budget.take(name.len())?;
        Ok(Self {
            name,
            shape: header.shape,
            element: header.element,
            byte_order: header.byte_order,
            order: header.order,
            data,
        })
    }

    /// The name; nested names are joined by dots, and characters that cannot be printed are escaped.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The length of each axis; empty for a single number.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The type of an element as the file holds it.
    pub fn element(&self) -> Element {
        self.element
    }

    /// The byte order of an element as the file holds it.
    pub fn byte_order(&self) -> ByteOrder {
        self.byte_order
    }

    /// How the elements lie in the file.
    pub fn order(&self) -> Order {
        self.order
    }

    /// How many elements there are.
    pub fn elements(&self) -> usize {
        self.data.len() / self.element.width()
    }

    pub(crate) fn named_shape(&self) -> NamedShape {
        NamedShape { name: self.name.clone(), shape: self.shape.clone() }
    }

    /// The elements' bytes as the file holds them.
    pub fn bytes(&self) -> &[u8] {
        &self.data
    }

    /// The array in f32 and C order; wider numbers are rounded to the nearest.
    ///
    /// # Errors
    ///
    /// [`FileError::Overflow`] if a finite number is beyond the range of f32.
    #[expect(clippy::missing_panics_doc, reason = "the constructor rules the panic out")]
    pub fn to_f32(&self) -> Result<ArrayD<f32>, FileError> {
        let values = self.element.decode(&self.data, self.byte_order);
        if self.element == Element::F64 {
            self.check_range(&values)?;
        }
        let shape = IxDyn(&self.shape).set_f(self.order == Order::Fortran);
        let array = ArrayD::from_shape_vec(shape, values)
            .expect("the constructor compared the shape with the length of the data");
        Ok(match self.order {
            Order::C => array,
            Order::Fortran => array.as_standard_layout().into_owned(),
        })
    }

    fn check_range(&self, values: &[f32]) -> Result<(), FileError> {
        for (index, value) in values.iter().enumerate() {
            if value.is_infinite() {
                let wide = self.wide(index);
                if wide.is_finite() {
                    return Err(FileError::Overflow { name: self.name.clone(), value: wide });
                }
            }
        }
        Ok(())
    }

    fn wide(&self, index: usize) -> f64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.data[index * 8..index * 8 + 8]);
        match self.byte_order {
            ByteOrder::Little => f64::from_le_bytes(bytes),
            ByteOrder::Big => f64::from_be_bytes(bytes),
        }
    }

    pub(crate) fn into_owned(self) -> NamedArray<'static> {
        NamedArray {
            name: self.name,
            shape: self.shape,
            element: self.element,
            byte_order: self.byte_order,
            order: self.order,
            data: Cow::Owned(self.data.into_owned()),
        }
    }
}

/// An entry of numbers or objects that is not read: an error where a layer needs it, and an entry
/// like any other where none does.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    pub(crate) name: String,
    pub(crate) found: EntryType,
}

impl Unread {
    pub(crate) fn new(name: &str, found: EntryType) -> Self {
        Self { name: escape(name).into_owned(), found }
    }

    /// An array whose elements' type NumPy names by `code`, which is `V` for any structure.
    pub(crate) fn of_type(name: &str, code: &str) -> Self {
        Self::new(
            name,
            match code {
                "V" => EntryType::Structured,
                _ => EntryType::NumPy(excerpt(code)),
            },
        )
    }

    pub(crate) fn error(&self) -> FileError {
        FileError::ElementType { name: self.name.clone(), found: self.found.clone() }
    }
}

/// Every array of a file, in the file's order.
#[derive(Clone, Debug)]
pub struct NamedArrays<'a> {
    /// What the file is.
    pub kind: Kind,
    /// The arrays.
    pub arrays: Vec<NamedArray<'a>>,
    /// The names of entries that are no arrays, such as numbers and text.
    pub others: Vec<String>,
    /// What a reader should know.
    pub notes: Vec<Note>,
    /// What the file states about its network, or why that cannot be understood: arrays can be had
    /// all the same.
    pub(crate) stated: Result<Statement, DescriptionFault>,
    /// Those of `others` that would be arrays, were they numbers.
    pub(crate) unread: Vec<Unread>,
}

impl<'a> NamedArrays<'a> {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            arrays: Vec::new(),
            others: Vec::new(),
            notes: Vec::new(),
            stated: Ok(Statement::default()),
            unread: Vec::new(),
        }
    }

    /// Adds an entry that is not read.
    pub(crate) fn add_unread(
        &mut self,
        unread: Unread,
        budget: &mut Budget,
    ) -> Result<(), FileError> {
        budget.take(2 * unread.name.len() + unread.found.code().len())?;
        self.others.push(excerpt(&unread.name));
        self.unread.push(unread);
        Ok(())
    }

    /// The array of this name.
    pub fn get(&self, name: &str) -> Option<&NamedArray<'a>> {
        self.arrays.iter().find(|array| array.name == name)
    }

    pub(crate) fn into_owned(self) -> NamedArrays<'static> {
        NamedArrays {
            kind: self.kind,
            arrays: self.arrays.into_iter().map(NamedArray::into_owned).collect(),
            others: self.others,
            notes: self.notes,
            stated: self.stated,
            unread: self.unread,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    #[test]
    fn an_entry_that_is_not_read_takes_its_text_twice_from_the_budget() {
        let unread = || Unread::of_type("abcde", "U3");
        let cost = 2 * "abcde".len() + unread().found.code().len();
        for (array_bytes, fits) in [(cost as u64, true), (cost as u64 - 1, false)] {
            let mut budget = Budget::new(&Limits { array_bytes, ..Limits::default() });
            let added = NamedArrays::new(Kind::Npz).add_unread(unread(), &mut budget);
            assert_eq!(added.is_ok(), fits, "{array_bytes} bytes");
        }
    }
}
