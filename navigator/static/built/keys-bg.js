(()=>{var s=(e,t)=>({default:t,shift:t.map(o=>o.toLocaleUpperCase(e))});window.kioskKeys={sign:"Български",layout:s("bg",["я в е р т ъ у и о п ш щ","а с д ф г х й к л ч ю","з ь ц ж б н м ѝ"])};})();
